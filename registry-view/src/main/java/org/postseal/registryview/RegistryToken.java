package org.postseal.registryview;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a service shows the registry to be let in. Never printed. */
public final class RegistryToken {
  private final String text;

  private RegistryToken(String text) {
    this.text = text;
  }

  /**
   * Reads the token of a role. The file has lines {@code token:role}, of which the first with that
   * role counts, or holds nothing but one token. Empty lines and lines that begin with {@code #}
   * are skipped.
   *
   * @throws UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no token for the role
   */
  public static RegistryToken read(Path file, String role) {
    try {
      return of(Files.readAllLines(file), role);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the token file " + file, e);
    }
  }

  static RegistryToken of(List<String> lines, String role) {
    var entries = lines.stream().map(String::strip).filter(line -> !isRemark(line)).toList();
    if (entries.size() == 1 && entries.getFirst().indexOf(':') < 0) {
      return new RegistryToken(entries.getFirst());
    }
    for (var entry : entries) {
      int colon = entry.lastIndexOf(':');
      if (colon > 0 && entry.substring(colon + 1).strip().equals(role)) {
        return new RegistryToken(entry.substring(0, colon).strip());
      }
    }
    throw new IllegalArgumentException("the token file has no token for the role " + role);
  }

  private static boolean isRemark(String line) {
    return line.isEmpty() || line.startsWith("#");
  }

  /** The value of an HTTP {@code Authorization} field: a secret. RFC 6750 §2.1. */
  public String authorization() {
    return "Bearer " + text;
  }

  @Override
  public String toString() {
    return "RegistryToken[hidden]";
  }
}
