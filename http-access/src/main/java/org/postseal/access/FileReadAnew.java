package org.postseal.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What a file says, read anew when it has changed. Looking never blocks: a change is noticed beside
 * the request that comes first after a while, and holds for those after it. A file that cannot be
 * read leaves everything as it was.
 */
final class FileReadAnew<T> {

  private static final Logger LOG = Logger.getLogger(FileReadAnew.class);
  private static final long LOOK_AGAIN_NANOS = 2_000_000_000L;

  private final Path file;
  private final Function<String, T> reader;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + LOOK_AGAIN_NANOS);
  private volatile Content<T> content;

  private record Content<T>(T value, FileTime modified) {}

  /**
   * Reads the file.
   *
   * @param reader throws IllegalArgumentException, which says what is wrong and repeats no secret
   * @throws IllegalStateException if it is not what it should be
   */
  FileReadAnew(Path file, Function<String, T> reader) {
    this.file = file;
    this.reader = reader;
    try {
      this.content = read();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  T value() {
    long due = nextLook.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + LOOK_AGAIN_NANOS)) {
      Thread.ofVirtual().name("access-file").start(this::lookAgain);
    }
    return content.value();
  }

  private void lookAgain() {
    try {
      if (!Files.getLastModifiedTime(file).equals(content.modified())) {
        content = read();
        LOG.infof("read %s anew", file);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("everything stays as it was: %s: %s", file, e.getMessage());
    }
  }

  private Content<T> read() throws IOException {
    var modified = Files.getLastModifiedTime(file);
    return new Content<>(reader.apply(Files.readString(file)), modified);
  }
}
