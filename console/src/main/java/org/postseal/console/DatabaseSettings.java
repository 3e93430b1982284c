package org.postseal.console;

import java.nio.file.Path;
import java.util.Optional;

/** Where the index is kept. */
public interface DatabaseSettings {
  /**
   * A PostgreSQL, such as {@code jdbc:postgresql://db.example.net/console?sslmode=verify-full};
   * absent: an embedded database in the console's directory.
   */
  Optional<String> url();

  /** Its user, who may make tables. */
  Optional<String> user();

  /** A file with the user's password, and nothing else. Read anew whenever the index is opened. */
  Optional<Path> passwordFile();
}
