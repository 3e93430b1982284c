package org.postseal.authentication.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where other projects' test data lie; they are not part of this repository. */
public final class Corpora {
  private Corpora() {}

  /** The folder of one corpus; skips the calling test where the corpora are absent. */
  public static Path folder(String name) {
    Path root = root();
    Path folder = root.resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        () -> "no corpus at " + folder + "; POSTSEAL_CORPORA names where the corpora lie");
    return folder;
  }

  private static Path root() {
    String named = System.getenv("POSTSEAL_CORPORA");
    if (named != null) {
      return Path.of(named);
    }
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.isDirectory(at.resolve("../shared/corpora"))) {
      at = at.getParent();
    }
    return at.resolve("../shared/corpora").normalize();
  }

  /** The octets of a file as one char each. */
  public static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message file whose line ends are LF alone, with the CRLF that it has in mail. */
  public static String message(Path file) {
    String text = read(file);
    return text.contains("\r\n") ? text : text.replace("\n", "\r\n");
  }
}
