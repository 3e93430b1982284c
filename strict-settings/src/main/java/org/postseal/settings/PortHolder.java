package org.postseal.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who listens on a TCP port, as Linux tells it in {@code /proc}: of processes of other users only
 * root is told, and other systems tell nothing here.
 */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** Such as {@code java (process 4711)}; empty if that cannot be told. */
  static Optional<String> of(int port) {
    try {
      var sockets = new HashSet<String>();
      for (var table : new String[] {"net/tcp", "net/tcp6"}) {
        addListening(PROC.resolve(table), port, sockets);
      }
      return sockets.isEmpty() ? Optional.empty() : holder(sockets);
    } catch (IOException | UncheckedIOException _) {
      return Optional.empty();
    }
  }

  private static void addListening(Path table, int port, Set<String> sockets) throws IOException {
    if (!Files.isReadable(table)) {
      return;
    }
    var end = ":%04X".formatted(port);
    for (var line : Files.readAllLines(table)) {
      var columns = line.strip().split("\\s+", -1);
      if (columns.length > INODE
          && columns[LOCAL_ADDRESS].endsWith(end)
          && columns[STATE].equals(LISTENING)) {
        sockets.add("socket:[" + columns[INODE] + "]");
      }
    }
  }

  private static Optional<String> holder(Set<String> sockets) throws IOException {
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        if (holds(process, sockets)) {
          var name = Files.readString(process.resolve("comm")).strip();
          return Optional.of(name + " (process " + process.getFileName() + ")");
        }
      }
    }
    return Optional.empty();
  }

  /** False too where we may not look, or the process has ended meanwhile. */
  private static boolean holds(Path process, Set<String> sockets) {
    try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var file : files) {
        if (sockets.contains(target(file))) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException _) {
      return false;
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException _) {
      return "";
    }
  }
}
