package org.postseal.standalone;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last failure that Kafka logged: when it ends the process it does not say why. The
 * first failure with a cause counts most, since what follows are its consequences.
 */
final class BrokerTrouble extends Handler {
  /** Held, because the log manager may forget loggers that nobody holds. */
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("kafka"), Logger.getLogger("org.apache.kafka"));

  private static final long NO_ROOM = 16L << 20;

  private final AtomicReference<@Nullable String> cause = new AtomicReference<>();
  private final AtomicReference<@Nullable String> last = new AtomicReference<>();

  BrokerTrouble() {}

  /** One that hears Kafka from now on. */
  static BrokerTrouble watched() {
    var trouble = new BrokerTrouble();
    LOGGERS.forEach(logger -> logger.addHandler(trouble));
    return trouble;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() < Level.SEVERE.intValue()) {
      return;
    }
    if (record.getThrown() != null) {
      cause.compareAndSet(null, rootCause(record.getThrown()));
    } else if (record.getMessage() != null) {
      last.set(oneLine(record.getMessage()));
    }
  }

  /**
   * What to say when the broker ends.
   *
   * @param message what Kafka itself says, which is mostly nothing
   */
  String line(Path data, @Nullable String message) {
    long free = data.toFile().getUsableSpace();
    var why =
        Optional.ofNullable(cause.get())
            .or(() -> Optional.ofNullable(message).map(BrokerTrouble::oneLine))
            .or(() -> Optional.ofNullable(last.get()))
            .orElse("it does not say why");
    return "postseal: the broker cannot go on: %s; %d MiB are free for %s. Mail that was taken is kept: %s"
        .formatted(
            why,
            free >> 20,
            data,
            free < NO_ROOM ? "make room and start again" : "mend that and start again");
  }

  /** The message of what began it. */
  static String rootCause(Throwable failure) {
    var at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null || at.getMessage().isBlank()
        ? at.getClass().getSimpleName()
        : at.getClass().getSimpleName() + ": " + oneLine(at.getMessage());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
