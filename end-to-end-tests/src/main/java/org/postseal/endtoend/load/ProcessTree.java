package org.postseal.endtoend.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Processor time of processes and all their descendants, from Linux's {@code /proc}. */
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");

  /** Of a second: what the kernel tells every program, whatever its own clock. */
  private static final long NANOS_OF_TICK = 10_000_000;

  // proc(5): fields of stat behind the name, which may hold spaces
  private static final int PARENT = 1;
  private static final int FIRST_TIME = 11;
  private static final int TIMES = 4;

  private ProcessTree() {}

  private record Seen(long parent, long ticks) {}

  /** What those with these numbers used, and all that descend from them, ended ones included. */
  static Duration processorTime(List<Long> roots) {
    var all = processes();
    var tree = new HashSet<>(roots);
    while (tree.addAll(childrenOf(tree, all))) {
      // until there are no more
    }
    long ticks =
        tree.stream().map(all::get).mapToLong(seen -> seen == null ? 0 : seen.ticks()).sum();
    return Duration.ofNanos(ticks * NANOS_OF_TICK);
  }

  private static Set<Long> childrenOf(Set<Long> parents, Map<Long, Seen> all) {
    var children = new HashSet<Long>();
    all.forEach(
        (process, seen) -> {
          if (parents.contains(seen.parent())) {
            children.add(process);
          }
        });
    return children;
  }

  private static Map<Long, Seen> processes() {
    var all = new HashMap<Long, Seen>();
    for (var process : numbers()) {
      stat(process).ifPresent(seen -> all.put(process, seen));
    }
    return all;
  }

  private static List<Long> numbers() {
    var numbers = new ArrayList<Long>();
    try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      entries.forEach(entry -> numbers.add(Long.parseLong(entry.getFileName().toString())));
    } catch (IOException e) {
      throw new IllegalStateException("no /proc to read processor times from", e);
    }
    return numbers;
  }

  /** Its own time and that of its children that ended. */
  private static Optional<Seen> stat(long process) {
    try {
      var line = Files.readString(PROC.resolve(Long.toString(process)).resolve("stat"));
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = 0; i < TIMES; i++) {
        ticks += Long.parseLong(fields[FIRST_TIME + i]);
      }
      return Optional.of(new Seen(Long.parseLong(fields[PARENT]), ticks));
    } catch (IOException _) {
      return Optional.empty(); // ended meanwhile
    }
  }
}
