package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.observation.LoggedAddresses;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Route;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.Origin;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TraceParent;
import org.postseal.topics.TransactionId;

class DeliveryLogTest {
  private static final Coordinates PLACE = new Coordinates("mail.retry.1m", 0, List.of(0L));
  private static final DueMessage MESSAGE =
      new DueMessage(
          TransactionId.next(Instant.EPOCH),
          Origin.MX,
          Topics.envelope("bob@dest.example"),
          new DueMessage.Content(
              List.of("Subject: secret".getBytes(StandardCharsets.US_ASCII)), 15, "00"),
          Optional.empty(),
          PLACE,
          PLACE,
          new DueMessage.History(2, Optional.of(Instant.EPOCH), 2, 0),
          Optional.of(
              new TraceParent(
                  "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Optional.empty())));
  private static final NextHop HOP = new NextHop(Route.parse("lmtp:192.0.2.7:24"), "dest.example");
  private static final Outcome REFUSED =
      new Outcome.Failed("550 5.1.1 <bob@dest.example> is unknown");

  @Test
  void aLineSaysWhatBecameOfOneRecipient() {
    var line =
        new DeliveryLog(LoggedAddresses.SHOWN).line(MESSAGE, HOP, "bob@dest.example", REFUSED, 42);
    assertThat(line)
        .hasToString(
            "transaction="
                + MESSAGE.transactionId().value()
                + " outcome=failed route=lmtp attempt=3 reply=550 size=15 latency_ms=42"
                + " trace=0af7651916cd43dd8448eb211c80319c recipient=bob@dest.example hop="
                + HOP.name()
                + " said=\"550 5.1.1 <bob@dest.example> is unknown\"");
  }

  @Test
  void whereAddressesAreRedactedItDoesNotSayWhose() {
    var line =
        new DeliveryLog(LoggedAddresses.REDACTED)
            .line(MESSAGE, HOP, "bob@dest.example", REFUSED, 42)
            .toString();
    assertThat(line)
        .contains("outcome=failed", "reply=550")
        .doesNotContain("bob", "dest", "192", "secret");
  }
}
