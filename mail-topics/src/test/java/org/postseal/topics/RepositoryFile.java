package org.postseal.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of the repository that say the same as the code, in other words. */
final class RepositoryFile {
  private RepositoryFile() {}

  /** Its text, wherever below the repository the test was started. */
  static String text(String path) {
    var file =
        Stream.iterate(Path.of("").toAbsolutePath(), dir -> dir != null, Path::getParent)
            .map(dir -> dir.resolve(path))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no file " + path));
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
