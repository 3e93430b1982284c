package org.postseal.console.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

class MessageTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  /** An event with another Message-ID, as the index keeps it. */
  static IndexedEvent indexed(CloudEvent event, String messageId) throws MalformedRecordException {
    ((ObjectNode) event.data()).put("messageId", messageId);
    var record = event.toRecord(MailTopic.EVENTS);
    return IndexedEvent.of(new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value()))
        .orElseThrow();
  }

  private static Message read(CloudEvent event) throws MalformedRecordException {
    var record = event.toRecord(MailTopic.EVENTS);
    return IndexedEvent.of(new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value()))
        .orElseThrow()
        .message()
        .orElseThrow();
  }

  @Test
  void whatIsKnownDoesNotDependOnTheOrderItWasTold() throws Exception {
    var told =
        List.of(
            read(Told.received("t1", NOW, "a@x.example", "h")),
            read(Told.accepted("t1", NOW.plusSeconds(1), "a@x.example")),
            read(Told.delivered("t1", NOW.plusSeconds(2), "bob@y.example")));
    var expected = told.get(0).with(told.get(1)).with(told.get(2));
    assertThat(expected.decision().orElseThrow().kind()).isEqualTo(Kind.ACCEPTED);
    assertThat(expected.delivery().orElseThrow().kind()).isEqualTo(Kind.DELIVERED);
    assertThat(expected.at()).isEqualTo(NOW);
    for (var order : List.of(List.of(2, 1, 0), List.of(1, 0, 2), List.of(2, 0, 1))) {
      var inOrder = new ArrayList<Message>();
      order.forEach(index -> inOrder.add(told.get(index)));
      var known = inOrder.stream().reduce(Message::with).orElseThrow();
      assertThat(known.decision()).isEqualTo(expected.decision());
      assertThat(known.delivery()).isEqualTo(expected.delivery());
      assertThat(known.at()).isEqualTo(expected.at());
      assertThat(known.lastAt()).isEqualTo(expected.lastAt());
      assertThat(known.with(told.get(0)).with(told.get(1))).isEqualTo(known);
    }
  }

  @Test
  void aNetworkIsWhatTheAddressStandsFor() {
    assertThat(SourceNetwork.of("192.0.2.77")).isEqualTo("192.0.2.0/24");
    assertThat(SourceNetwork.of("2001:db8:1:2::3")).isEqualTo("2001:db8:1:0:0:0:0:0/48");
    assertThat(SourceNetwork.of("local")).isEqualTo("local");
  }

  @Test
  void storedTextHasNoControlsNoHalfPairsAndABound() {
    assertThat(StoredText.of("a\u0000b\nc\u0085", 10)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    assertThat(StoredText.of("\uD800x\uDC00", 10)).isEqualTo("\uFFFDx\uFFFD");
    assertThat(StoredText.of("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
    assertThat(StoredText.of("ab\uD83D\uDE00", 3)).isEqualTo("ab");
    assertThat(Participant.address("\u0130".repeat(400))).hasSizeLessThanOrEqualTo(320);
  }
}
