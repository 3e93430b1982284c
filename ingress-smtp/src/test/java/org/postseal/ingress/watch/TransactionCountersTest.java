package org.postseal.ingress.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageStore.Destination;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

class TransactionCountersTest {
  private static final MailTransaction TRANSACTION =
      new MailTransaction(
          TransactionId.next(Instant.EPOCH),
          new Envelope(
              "alice@sender.example",
              List.of("bob@receiver.example"),
              new Envelope.Client("192.0.2.1", "mx.sender.example", Optional.empty(), "mx"),
              Optional.empty(),
              "8BITMIME",
              false,
              Instant.EPOCH),
          List.of());

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final TransactionCounters counters = new TransactionCounters(registry, "mx");

  @Test
  void countsEveryEndByItsRule() {
    counters.count(new TransactionEvent.Received(TRANSACTION, 42));
    counters.count(accepted(Destination.ACCEPTED, "accept"));
    counters.count(accepted(Destination.ACCEPTED, "accept"));
    counters.count(accepted(Destination.QUARANTINE, "dmarc-quarantine"));
    counters.count(rejected("signing-policy"));
    counters.count(
        new TransactionEvent.Deferred(TRANSACTION, Findings.of("no-answer"), Replies.OK));
    counters.count(new TransactionEvent.Abandoned(TRANSACTION, Findings.of("client-left")));
    assertThat(counted("accepted", "accept")).isEqualTo(2);
    assertThat(counted("quarantined", "dmarc-quarantine")).isEqualTo(1);
    assertThat(counted("rejected", "signing-policy")).isEqualTo(1);
    assertThat(counted("deferred", "no-answer")).isEqualTo(1);
    assertThat(counted("abandoned", "client-left")).isEqualTo(1);
    assertThat(registry.find("postseal_ingress_transactions").counters()).hasSize(5);
  }

  @Test
  void tellsSoManyRulesApartAndNoMore() {
    for (int i = 0; i < 2 * TransactionCounters.MOST; i++) {
      counters.count(rejected("rule-" + i));
    }
    assertThat(counted("rejected", "rule-0")).isEqualTo(1);
    assertThat(counted("rejected", "other")).isEqualTo(TransactionCounters.MOST);
  }

  private static TransactionEvent accepted(Destination destination, String rule) {
    return new TransactionEvent.Accepted(
        TRANSACTION, 42, destination, Findings.of(rule), Replies.OK);
  }

  private static TransactionEvent rejected(String rule) {
    return new TransactionEvent.Rejected(TRANSACTION, Findings.of(rule), Replies.OK);
  }

  private double counted(String outcome, String rule) {
    return registry
        .get("postseal_ingress_transactions")
        .tags("listener", "mx", "outcome", outcome, "rule", rule)
        .counter()
        .count();
  }
}
