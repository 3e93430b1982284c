package org.postseal.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The tokens of a file, read anew when it has changed. Looking never blocks: a change is noticed
 * beside the request that comes first after a while, and holds for those after it. A file that
 * cannot be read leaves the tokens as they were.
 */
public final class TokenFile {

  private static final Logger LOG = Logger.getLogger(TokenFile.class);
  private static final long LOOK_AGAIN_NANOS = 2_000_000_000L;

  private final Path file;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + LOOK_AGAIN_NANOS);
  private volatile Content content;

  private record Content(Tokens tokens, FileTime modified) {}

  /**
   * Reads the file.
   *
   * @throws IllegalStateException if it is not a tokens file
   */
  public TokenFile(Path file) {
    this.file = file;
    try {
      this.content = read();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  public Optional<Tokens.Holder> holderOf(String token) {
    long due = nextLook.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + LOOK_AGAIN_NANOS)) {
      Thread.ofVirtual().name("tokens-file").start(this::lookAgain);
    }
    return content.tokens().holderOf(token);
  }

  private void lookAgain() {
    try {
      if (!Files.getLastModifiedTime(file).equals(content.modified())) {
        content = read();
        LOG.infof("read %s anew", file);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("tokens stay as they were: %s: %s", file, e.getMessage());
    }
  }

  private Content read() throws IOException {
    var modified = Files.getLastModifiedTime(file);
    return new Content(Tokens.parse(Files.readString(file)), modified);
  }
}
