package org.postseal.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folders of seeds: one for each target, one file for each input. */
final class Seeds {
  static final Path FOLDER = Path.of("seeds");

  private Seeds() {}

  static List<Path> of(Target target) {
    return list(FOLDER.resolve(target.word()));
  }

  static List<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] octets(Path seed) {
    try {
      return Files.readAllBytes(seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
