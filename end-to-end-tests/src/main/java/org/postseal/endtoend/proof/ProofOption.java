package org.postseal.endtoend.proof;

/** What can be said about a run: a word and a number. */
enum ProofOption {
  MINUTES("--minutes", 1, 1440, 3),
  SEED("--seed", Long.MIN_VALUE, Long.MAX_VALUE, 1),
  BROKERS("--brokers", 1, 3, 3),
  REPLICAS("--replicas", 1, 4, 2),
  CLIENTS("--clients", 1, 100, 8),
  RATE("--rate", 1, 1000, 20),
  LARGEST("--largest", 1024, 5 * 1024 * 1024, 1024 * 1024),
  PAUSE("--pause", 1, 60, 15),
  PATIENCE("--patience", 10, 3600, 180);

  private final String word;
  private final long least;
  private final long most;
  private final long usual;

  ProofOption(String word, long least, long most, long usual) {
    this.word = word;
    this.least = least;
    this.most = most;
    this.usual = usual;
  }

  String word() {
    return word;
  }

  boolean takes(long number) {
    return number >= least && number <= most;
  }

  /** What holds if nothing is said. */
  long usual() {
    return usual;
  }

  /** Its numbers, in words. */
  String range() {
    return most == Long.MAX_VALUE ? "a number" : "a number from " + least + " to " + most;
  }
}
