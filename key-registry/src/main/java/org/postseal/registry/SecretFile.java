package org.postseal.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A file that only this service should be able to read. */
final class SecretFile {

  private static final Logger LOG = Logger.getLogger(SecretFile.class);
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private SecretFile() {}

  /** What is there if the file is absent. */
  enum IfAbsent {
    /** The process does not start. */
    FAIL,
    GENERATE
  }

  /**
   * Its text.
   *
   * @throws IllegalStateException if it is absent and may not be generated
   */
  static String read(Path file, IfAbsent ifAbsent, Supplier<String> generated) {
    try {
      if (!Files.exists(file)) {
        switch (ifAbsent) {
          case FAIL -> throw new IllegalStateException(file + " is absent");
          case GENERATE -> generate(file, generated.get());
        }
      }
      warnIfOthersCanReadIt(file);
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the secret in " + file, e);
    }
  }

  private static void generate(Path file, String text) throws IOException {
    var absolute = file.toAbsolutePath();
    Files.createDirectories(
        absolute.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var unfinished =
        Files.createTempFile(
            absolute.getParent(),
            "secret",
            ".unfinished",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, text);
    Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
    LOG.infof("generated %s", file);
  }

  private static void warnIfOthersCanReadIt(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      LOG.warnf("%s can be read or changed by others: %s", file, permissions);
    }
  }
}
