package org.postseal.endtoend.maildir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.endtoend.gateway.Waiting;

/** The {@code new} directory of one Maildir; it need not exist yet. */
public record MaildirFolder(Path directory) {

  /** The files of delivered messages, oldest name first. */
  public List<Path> files() {
    var arrived = directory.resolve("new");
    if (!Files.isDirectory(arrived)) {
      return List.of();
    }
    try (var files = Files.list(arrived)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The delivered messages, each as its octets. */
  public List<DeliveredMessage> messages() {
    return files().stream().map(DeliveredMessage::read).toList();
  }

  /**
   * Waits until there are at least so many messages.
   *
   * @throws IllegalStateException if the limit passes
   */
  public List<DeliveredMessage> await(int count, Duration limit) {
    Waiting.until(
        count + " messages in " + directory,
        limit,
        () -> files().size() >= count ? Optional.of(true) : Optional.empty());
    return messages();
  }
}
