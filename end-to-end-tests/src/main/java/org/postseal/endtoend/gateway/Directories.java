package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Directories a gateway starts from. */
public final class Directories {
  private Directories() {}

  /** Makes an empty directory of it, whatever was there. */
  public static Path empty(Path directory) {
    try {
      if (Files.exists(directory)) {
        try (var files = Files.walk(directory)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + directory, e);
    }
  }
}
