package org.postseal.relay.delivery;

import java.util.Optional;
import org.postseal.relay.retry.ChainScan;

/**
 * From what arrived to the message it is: at hand, or read where it lies, once. What turns out to
 * be none ends here.
 */
final class MessageReading {
  private final ContentReader contents;
  private final Endings endings;

  MessageReading(ContentReader contents, Endings endings) {
    this.contents = contents;
    this.endings = endings;
  }

  /** Whom it is for. Nothing if it is no message: then that is recorded. */
  Optional<Addressed> addressed(Consignment consignment, Sight sight) throws InterruptedException {
    return switch (sight) {
      case Sight.AtHand(var record) ->
          message(consignment, contents.found(record, consignment.lies()))
              .map(
                  message ->
                      new Addressed(
                          message.envelope().forwardPaths(),
                          message.history().steps(),
                          Optional.of(ChainScan.place(record))
                              .filter(_ -> consignment.lies() instanceof Lies.InARetry),
                          message.history().owed().isPresent()));
      case Sight.Elsewhere(var whole) -> Optional.of(whole);
    };
  }

  /** The message, at hand or from where it lies. Nothing if it is none: then that is recorded. */
  Optional<DueMessage> read(Consignment consignment) throws InterruptedException {
    var present = consignment.message();
    if (present.isPresent()) {
      return present;
    }
    consignment.reading().lockInterruptibly();
    try {
      var meanwhile = consignment.message();
      return meanwhile.isPresent()
          ? meanwhile
          : message(consignment, contents.read(consignment.lies()));
    } finally {
      consignment.reading().unlock();
    }
  }

  private Optional<DueMessage> message(Consignment consignment, ContentReader.Found found)
      throws InterruptedException {
    if (found instanceof ContentReader.Found.Message(var message)) {
      consignment.hold(message);
      return Optional.of(message);
    }
    endings.lose(consignment, found);
    return Optional.empty();
  }
}
