package org.postseal.endtoend.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with passwords in them, as programs insist on them. */
final class SecretFile {
  private SecretFile() {}

  /** Writes a file that nobody else may read, in place of one that may be there. */
  static Path write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }
}
