package org.postseal.ingress.handoff;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.postseal.asking.NotSentException;
import org.postseal.asking.OwnThreadProducer;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageOctets;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.observation.Attribute;
import org.postseal.observation.Leg;
import org.postseal.topics.MailTopic;
import org.postseal.topics.Origin;
import org.postseal.topics.RecordGroup;

/**
 * Writes the one durable copy. A message of several records has at most {@link #AT_ONCE} of them in
 * flight, so that storing a long message does not take its size in memory a second time.
 */
final class KafkaMessageStore implements MessageStore {
  private static final Logger LOG = Logger.getLogger(KafkaMessageStore.class);
  private static final int AT_ONCE = 2;

  /** Octets hashed on the caller's event loop: more would hold up its other sessions. */
  private static final int HASHED_IN_PLACE = 1 << 20;

  private final OwnThreadProducer producer;
  private final TransactionSpans spans;

  KafkaMessageStore(OwnThreadProducer producer, TransactionSpans spans) {
    this.producer = producer;
    this.spans = spans;
  }

  @Override
  public CompletionStage<StoreOutcome> store(
      MailTransaction transaction, Destination destination, MessageOctets octets) {
    var span =
        spans
            .of(transaction.id())
            .child(Leg.STORE)
            .with(Attribute.TOPIC, topic(destination).topic());
    var group =
        octets.length() <= HASHED_IN_PLACE
            ? CompletableFuture.completedFuture(group(transaction, destination, octets))
            : CompletableFuture.supplyAsync(
                () -> group(transaction, destination, octets), Thread::startVirtualThread);
    return group
        .thenCompose(records -> write(records.inTrace(span.trace())))
        .handle(
            (_, failure) -> {
              (failure == null ? span : span.failed()).end();
              return failure == null ? new StoreOutcome.Stored() : notStored(failure);
            });
  }

  private static MailTopic topic(Destination destination) {
    return switch (destination) {
      case ACCEPTED -> MailTopic.ACCEPTED;
      case QUARANTINE -> MailTopic.QUARANTINE;
    };
  }

  private static RecordGroup group(
      MailTransaction transaction, Destination destination, MessageOctets octets) {
    return RecordGroup.of(
        topic(destination),
        transaction.id(),
        transaction.isSubmission() ? Origin.SUBMISSION : Origin.MX,
        transaction.envelope(),
        octets.slices().stream()
            .map(slice -> ByteBuffer.wrap(slice.octets(), slice.offset(), slice.length()))
            .toList());
  }

  /** Record {@code n} is made when record {@code n - AT_ONCE} was acknowledged. */
  private CompletableFuture<Void> write(RecordGroup group) {
    var acknowledged = new CompletableFuture<?>[group.count()];
    for (int index = 0; index < group.count(); index++) {
      int next = index;
      acknowledged[index] =
          index < AT_ONCE
              ? producer.send(group.record(next))
              : acknowledged[index - AT_ONCE].thenCompose(_ -> send(group, next));
    }
    return CompletableFuture.allOf(acknowledged);
  }

  private CompletableFuture<RecordMetadata> send(RecordGroup group, int index) {
    return producer.send(group.record(index));
  }

  private static StoreOutcome.NotStored notStored(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    LOG.warnf("a message was not stored: %s", cause.toString());
    return new StoreOutcome.NotStored(certainty(cause), cause.getClass().getSimpleName());
  }

  /** A group that lacks one record for certain is none: the relay drops it. */
  private static StoreOutcome.Certainty certainty(Throwable cause) {
    boolean neverWritten =
        cause instanceof NotSentException
            || cause instanceof RecordTooLargeException
            || cause instanceof AuthorizationException;
    return neverWritten ? StoreOutcome.Certainty.NOTHING_WRITTEN : StoreOutcome.Certainty.AMBIGUOUS;
  }
}
