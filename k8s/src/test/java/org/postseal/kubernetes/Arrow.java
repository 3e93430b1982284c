package org.postseal.kubernetes;

/**
 * That one party may open connections to another.
 *
 * @param from a service, a namespace or {@link #WORLD}
 * @param to likewise
 * @param port where it listens; {@link #ANY_PORT} for all
 */
record Arrow(String from, String to, int port) {
  static final String WORLD = "the world";
  static final int ANY_PORT = 0;

  @Override
  public String toString() {
    return from + " -> " + to + (port == ANY_PORT ? "" : ":" + port);
  }
}
