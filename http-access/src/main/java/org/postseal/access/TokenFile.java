package org.postseal.access;

import java.nio.file.Path;
import java.util.Optional;

/** The tokens of a file, read anew when it has changed. */
public final class TokenFile {

  private final FileReadAnew<Tokens> tokens;

  /**
   * Reads the file.
   *
   * @throws IllegalStateException if it is not a tokens file
   */
  public TokenFile(Path file) {
    this.tokens = new FileReadAnew<>(file, Tokens::parse);
  }

  public Optional<Tokens.Holder> holderOf(String token) {
    return tokens.value().holderOf(token);
  }
}
