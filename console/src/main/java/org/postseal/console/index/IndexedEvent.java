package org.postseal.console.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/**
 * One record of a topic as the index keeps it. Everything that came from strangers is bounded and
 * free of control characters.
 *
 * @param key the same whenever the same fact is read
 * @param word a {@link Kind}'s, or {@code dead-letter}
 * @param subject the transaction, or what was changed
 * @param data the event's, JSON; without it if it is too long to keep
 * @param message what it says of a message
 * @param participants by whom that is found
 */
record IndexedEvent(
    String key,
    Instant at,
    String word,
    String subject,
    String source,
    String data,
    Optional<Message> message,
    List<Participant> participants) {

  static final String DEAD_LETTER = "dead-letter";
  static final int KEY = 300;
  static final int SHORT = 320;
  static final int LINE = 1024;
  static final int DATA = 64 * 1024;
  private static final String LEFT_OUT = "{\"leftOut\":\"too long for the index\"}";

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * @throws IllegalArgumentException if it happened at a time that no database keeps
   */
  IndexedEvent {
    if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
      throw new IllegalArgumentException("it happened at an impossible time");
    }
    participants = List.copyOf(participants);
  }

  /** Reads a record; empty if it is of a kind that is not known here. */
  static Optional<IndexedEvent> of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return record.topic().equals(MailTopic.DEAD_LETTER.topic())
        ? Optional.of(deadLetter(record))
        : ofEvent(CloudEvent.of(record));
  }

  private static IndexedEvent deadLetter(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    var letter = DeadLetter.of(record);
    var key = "%s/%d/%d".formatted(letter.topic(), letter.partition(), letter.offset());
    var subject = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    return new IndexedEvent(
        StoredText.of(DEAD_LETTER + "/" + letter.service() + "/" + key, KEY),
        letter.at(),
        DEAD_LETTER,
        StoredText.of(subject, SHORT),
        StoredText.of(letter.service(), SHORT),
        data(Json.tree(letter)),
        Optional.empty(),
        List.of());
  }

  private static Optional<IndexedEvent> ofEvent(CloudEvent event) {
    return Kind.ofType(event.type()).map(kind -> ofEvent(event, kind));
  }

  private static IndexedEvent ofEvent(CloudEvent event, Kind kind) {
    return new IndexedEvent(
        StoredText.of(event.source() + " " + event.id(), KEY),
        event.time(),
        kind.word(),
        StoredText.of(event.subject(), SHORT),
        StoredText.of(event.source(), SHORT),
        data(event.data()),
        message(event, kind),
        kind.about() == Kind.About.ELSE ? List.of() : participants(event.data()));
  }

  private static String data(JsonNode data) {
    var text = data.toString();
    return text.length() > DATA ? LEFT_OUT : StoredText.of(text, DATA);
  }

  private static Optional<Message> message(CloudEvent event, Kind kind) {
    var id = StoredText.of(event.subject(), SHORT);
    var data = event.data();
    return switch (kind.about()) {
      case ELSE -> Optional.empty();
      case DELIVERY ->
          Optional.of(
              new Message(
                  id,
                  event.time(),
                  event.time(),
                  Optional.empty(),
                  Optional.of(new Message.Delivery(kind, event.time())),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      case TRANSACTION ->
          Optional.of(
              new Message(
                  id,
                  event.time(),
                  event.time(),
                  Optional.of(
                      new Message.Decision(
                          kind,
                          event.time(),
                          text(data.path("rule"), SHORT),
                          text(data.path("reply"), LINE))),
                  Optional.empty(),
                  Optional.of(source(data.path("envelope"))),
                  authorDomain(data),
                  data.path("size").isIntegralNumber()
                      ? Optional.of(data.path("size").longValue())
                      : Optional.empty()));
    };
  }

  private static Message.Source source(JsonNode envelope) {
    var client = envelope.path("client");
    var address = text(client.path("address"), SHORT).orElse("");
    return new Message.Source(
        text(envelope.path("reversePath"), SHORT).orElse(""),
        address,
        SourceNetwork.of(address),
        text(client.path("helo"), SHORT).orElse(""));
  }

  private static Optional<String> authorDomain(JsonNode data) {
    return text(data.path("evaluation").path("dmarc").path("domain"), SHORT)
        .map(Participant::domain);
  }

  private static List<Participant> participants(JsonNode data) {
    var found = new ArrayList<Participant>();
    var envelope = data.path("envelope");
    add(found, Participant.Role.REVERSE_PATH, envelope.path("reversePath"));
    envelope.path("forwardPaths").forEach(path -> add(found, Participant.Role.FORWARD_PATH, path));
    add(found, Participant.Role.FORWARD_PATH, data.path("recipient"));
    authorDomain(data).map(Participant::author).ifPresent(found::add);
    return found;
  }

  private static void add(List<Participant> found, Participant.Role role, JsonNode path) {
    if (path.isTextual()) {
      Participant.path(role, path.textValue()).ifPresent(found::add);
    }
  }

  private static Optional<String> text(JsonNode node, int most) {
    return node.isTextual() ? Optional.of(StoredText.of(node.textValue(), most)) : Optional.empty();
  }
}
