package org.postseal.endtoend.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.endtoend.accounting.Fact;
import org.postseal.endtoend.accounting.Fact.Outcome;
import org.postseal.endtoend.gateway.TopicsFromTheBeginning;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/** Reads what the topics say about every message, from their beginning to their end. */
final class TopicWitness implements AutoCloseable {
  private static final List<MailTopic> TOPICS =
      List.of(MailTopic.EVENTS, MailTopic.DELIVERIES, MailTopic.QUARANTINE, MailTopic.DEAD_LETTER);

  private static final Map<String, Outcome> OUTCOMES =
      Map.of(
          CloudEvent.Type.ACCEPTED.word(), Outcome.ACCEPTED,
          CloudEvent.Type.QUARANTINED.word(), Outcome.QUARANTINED,
          CloudEvent.Type.REJECTED.word(), Outcome.REJECTED,
          CloudEvent.Type.DEFERRED.word(), Outcome.DEFERRED,
          CloudEvent.Type.ABANDONED.word(), Outcome.ABANDONED,
          CloudEvent.Type.DELIVERED.word(), Outcome.DELIVERED,
          CloudEvent.Type.DELIVERY_DEFERRED.word(), Outcome.DELIVERY_DEFERRED,
          CloudEvent.Type.UNDELIVERABLE.word(), Outcome.UNDELIVERABLE);

  private final List<Fact> facts = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> quarantined = ConcurrentHashMap.newKeySet();
  private final List<String> deadLetters = new CopyOnWriteArrayList<>();
  private final TopicsFromTheBeginning reading;

  /** Begins to read. */
  TopicWitness(Map<String, String> kafka) {
    reading = TopicsFromTheBeginning.follow("topic-witness", kafka, TOPICS, this::note);
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(MailTopic.QUARANTINE.topic())) {
        AcceptedRecord.of(record).envelope().forwardPaths().stream()
            .flatMap(path -> ProofDomains.messageOf(path).stream())
            .forEach(quarantined::add);
      } else if (record.topic().equals(MailTopic.DEAD_LETTER.topic())) {
        deadLetters.add(
            record.key() == null ? "(no key)" : new String(record.key(), StandardCharsets.UTF_8));
      } else {
        fact(CloudEvent.of(record)).ifPresent(facts::add);
      }
    } catch (MalformedRecordException e) {
      deadLetters.add(record.topic() + " at " + record.offset() + ": " + e.getMessage());
    }
  }

  private static Optional<Fact> fact(CloudEvent event) {
    var paths =
        Stream.concat(
            Stream.of(event.data().path("recipient").asText("")),
            event.data().path("envelope").path("forwardPaths").valueStream().map(n -> n.asText()));
    return Optional.ofNullable(OUTCOMES.get(event.type()))
        .flatMap(
            outcome ->
                paths
                    .filter(path -> path.contains("@"))
                    .findFirst()
                    .flatMap(ProofDomains::messageOf)
                    .map(
                        id ->
                            new Fact(id, event.subject(), outcome, event.time(), event.source())));
  }

  /** Waits until everything is read that is there now. */
  void readToTheEnd() throws InterruptedException {
    reading.awaitTheEnd();
  }

  List<Fact> facts() {
    reading.check();
    return List.copyOf(facts);
  }

  Set<String> quarantined() {
    return Set.copyOf(quarantined);
  }

  List<String> deadLetters() {
    return List.copyOf(deadLetters);
  }

  @Override
  public void close() {
    reading.close();
  }
}
