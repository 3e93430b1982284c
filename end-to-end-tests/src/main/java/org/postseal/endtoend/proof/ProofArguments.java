package org.postseal.endtoend.proof;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** What the command line says, or what is wrong with it. */
sealed interface ProofArguments {
  String HELP =
      """
      ./postseal bench proof [options]   proves that every 250 is kept while everything dies

      Starts brokers and every service several times, each a process of its own, and next hops of which
      one is slow and one dies. Clients bring and submit mail and write down every reply; meanwhile a
      process is killed, paused or restarted every few seconds. Then it waits until everything has
      arrived, and accounts for every message.

        --minutes M          for how long there are faults, 1 to 1440 (default 3)
        --seed N             of faults and messages; the same seed, the same schedule (default 1)
        --brokers 1|3        3: three replicas of everything, two of which must have it (default 3)
        --replicas N         of each service, 1 to 4 (default 2)
        --clients N          at one time, 1 to 100 (default 8)
        --rate N             messages a second, all clients together, 1 to 1000 (default 20)
        --largest OCTETS     of the largest message, 1024 to 5242880 (default 1048576)
        --pause SECONDS      of the longest pause, 1 to 60 (default 15)
        --patience SECONDS   until everything has arrived, 10 to 3600 (default 180)

      Everything it writes is in target/proof: the logs of all processes, and what clients were told.

      Exit status: 0 everything is accounted for, 1 it is not, 2 an argument that cannot be used
      """;

  /** A run. */
  record Run(ProofPlan plan) implements ProofArguments {}

  /** The help was asked for. */
  record Help() implements ProofArguments {}

  /** It cannot be used; one line. */
  record Unusable(String line) implements ProofArguments {}

  /** Reads the arguments. */
  static ProofArguments parse(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      return new Help();
    }
    var said = new EnumMap<ProofOption, Long>(ProofOption.class);
    Queue<String> words = new ArrayDeque<>(arguments);
    while (!words.isEmpty()) {
      var first = words.remove();
      var option =
          Arrays.stream(ProofOption.values()).filter(one -> one.word().equals(first)).findAny();
      if (option.isEmpty()) {
        var what = first.startsWith("-") ? "no option " : "one argument too many: ";
        return new Unusable(what + first + " (./postseal bench proof --help)");
      }
      var word = Optional.ofNullable(words.poll());
      var number = word.flatMap(text -> number(text, option.get()));
      if (number.isEmpty()) {
        return new Unusable(
            first + " needs " + option.get().range() + word.map(w -> ", not " + w).orElse(""));
      }
      said.put(option.get(), number.get());
    }
    var plan = ProofPlan.of(said);
    return plan.brokers() == 2
        ? new Unusable("--brokers needs 1 or 3, not 2: of two, none may be away")
        : new Run(plan);
  }

  private static Optional<Long> number(String text, ProofOption option) {
    try {
      return Optional.of(Long.parseLong(text)).filter(option::takes);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
