package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Directories a gateway starts from. */
public final class Directories {
  private Directories() {}

  /** Makes one that a gateway accepts for its data, readable by its owner only. */
  public static Path owners(Path directory) {
    var owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      return Files.createDirectories(directory, owners);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
  }

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
