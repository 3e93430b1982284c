package org.postseal.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The directory that holds all mail and all secrets of a gateway: for one user's eyes, and for one
 * process at a time.
 *
 * <p>Made with mode 0700 where it is absent, and refused where others have any right on it: who
 * could look into it until now may have copied the keys, which is for people to know. Within it,
 * rights of others that an earlier version or a wide umask left are taken away. While it is open
 * nothing that this process makes, here or elsewhere, is readable by others.
 *
 * <p>The lock is one of the operating system's on the file {@code lock}, so it ends with the
 * process however that ends. It does not protect a directory that two machines share by a file
 * system without such locks.
 */
public final class DataDirectory implements AutoCloseable {
  /** Kafka's segments lie this deep; the messages of a Maildir, which has its own modes, deeper. */
  private static final int DEPTH = 3;

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\w./@%+,:-]+");

  /**
   * Those that this JVM holds: the operating system's locks are the process's, and end as soon as
   * anybody in it closes the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path real;
  private final FileChannel lockFile;

  private DataDirectory(Path path, Path real, FileChannel lockFile) {
    this.path = path;
    this.real = real;
    this.lockFile = lockFile;
  }

  /** What became of the attempt to have it. */
  public sealed interface Opening {
    /** Nobody else has it, and nobody else can look into it. */
    record Ours(DataDirectory directory) implements Opening {}

    /**
     * It cannot be used.
     *
     * @param line why, for people, and what mends it
     */
    record Refused(String line) implements Opening {}
  }

  /** Makes it if it is absent, looks who can read it, and locks it. */
  public static Opening open(Path path) {
    var shown = path.toAbsolutePath().normalize();
    try {
      ProcessUmask.ownerOnly();
      make(path);
      var real = path.toRealPath();
      var permissions = Files.getPosixFilePermissions(real);
      if (!OWNERS.containsAll(permissions)) {
        return new Opening.Refused(
            "%s is open to others (%s): chmod -R go= %s"
                .formatted(shown, PosixFilePermissions.toString(permissions), quoted(shown)));
      }
      return lock(path, real, shown);
    } catch (IOException e) {
      return new Opening.Refused("%s cannot be used: %s".formatted(shown, reason(e)));
    }
  }

  private static String reason(IOException problem) {
    return switch (problem) {
      case AccessDeniedException denied ->
          System.getProperty("user.name") + " may not write to " + denied.getFile();
      case NoSuchFileException absent -> absent.getFile() + " cannot be made";
      case FileAlreadyExistsException other -> other.getFile() + " is no directory";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default -> problem.toString();
    };
  }

  /** Makes the directory, for its owner only, if it is absent. */
  static void make(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNERS));
    }
  }

  private static Opening lock(Path path, Path real, Path shown) throws IOException {
    if (!HELD.add(real)) {
      return new Opening.Refused("%s is in use by this process already".formatted(shown));
    }
    FileChannel file = null;
    FileLock lock = null;
    try {
      file =
          FileChannel.open(
              real.resolve("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      lock = file.tryLock();
      if (lock == null) {
        return new Opening.Refused(
            "%s is in use by another process%s".formatted(shown, holder(file)));
      }
      note(file);
      closeToOthers(real);
      return new Opening.Ours(new DataDirectory(path, real, file));
    } finally {
      if (lock == null) {
        HELD.remove(real);
        if (file != null) {
          file.close();
        }
      }
    }
  }

  /** Its process id in brackets, if it has written it by now. */
  private static String holder(FileChannel file) throws IOException {
    var octets = ByteBuffer.allocate(20);
    file.read(octets, 0);
    var id = new String(octets.array(), 0, octets.position(), StandardCharsets.US_ASCII).strip();
    return id.matches("\\d+") ? " (" + id + ")" : "";
  }

  private static void note(FileChannel file) throws IOException {
    var line = ProcessHandle.current().pid() + "\n";
    file.truncate(0);
    file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /**
   * Takes from what lies here every right of others. What is not ours to change stays as it is: the
   * directory's own mode keeps everybody from it.
   */
  private static void closeToOthers(Path real) throws IOException {
    Files.walkFileTree(
        real,
        EnumSet.noneOf(FileVisitOption.class),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            closeOne(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isSymbolicLink()) {
              closeOne(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void closeOne(Path file) {
    try {
      var permissions =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .permissions();
      if (permissions.retainAll(OWNERS)) {
        Files.setPosixFilePermissions(file, permissions);
      }
    } catch (IOException _) {
      // Gone meanwhile, or another user's: see above.
    }
  }

  private static String quoted(Path path) {
    var text = path.toString();
    return NEEDS_NO_QUOTES.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Where it is, as it was asked for. */
  public Path path() {
    return path;
  }

  /** Lets another process have it. */
  @Override
  public void close() throws IOException {
    if (HELD.remove(real)) {
      lockFile.close();
    }
  }
}
