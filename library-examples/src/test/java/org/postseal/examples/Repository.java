package org.postseal.examples;

import java.nio.file.Path;
import java.util.List;

/** Where things lie; tests run in their module's directory. */
final class Repository {
  static final Path TOP = Path.of("").toAbsolutePath().getParent();
  static final List<Library> LIBRARIES =
      List.of(
          new Library("mail-authentication", "org.postseal.authentication"),
          new Library("smtp-protocol", "org.postseal.smtp"));

  private Repository() {}

  /** A library that others can use. */
  record Library(String directory, String module) {
    Path file(String name) {
      return TOP.resolve(directory).resolve(name);
    }

    @Override
    public String toString() {
      return directory;
    }
  }
}
