package org.postseal.commandline.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeliveryFact;

class FactLineTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  @Test
  void aDeferralSaysWhichHostHowItWasSpokenToAndWhenItIsTriedAgain() {
    var via =
        new DeliveryFact.Via(
            "mx1.b.example",
            Optional.of("192.0.2.25"),
            Optional.of("TLSv1.3"),
            Optional.of("TLS_AES_256_GCM_SHA384"),
            Optional.of("mta-sts"),
            Optional.of("met"));
    assertThat(line(Optional.of(via), "450 4.2.0 full"))
        .isEqualTo(
            "2026-11-29 10:00:00.000  delivery-deferred  TX1  -> <bob@b.example>  to mx:b.example"
                + "  at mx1.b.example TLSv1.3 mta-sts=met  again 11-29 10:01:00  | 450 4.2.0 full");
  }

  @Test
  void ofAHostThatWasNotReachedItSaysWhatItWouldHaveHadToProve() {
    var via =
        new DeliveryFact.Via(
            "mx1.b.example",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("dane"),
            Optional.empty());
    assertThat(line(Optional.of(via), "451 4.4.1 refused connect"))
        .contains("  at mx1.b.example dane  ");
  }

  @Test
  void whereNoHostWasFoundThereIsNone() {
    assertThat(line(Optional.empty(), "451 4.4.3 DNS")).doesNotContain(" at ");
  }

  private static String line(Optional<DeliveryFact.Via> via, String reply) {
    var fact =
        new DeliveryFact(
            "bob@b.example",
            "mx:b.example",
            reply,
            1,
            10,
            Optional.of(NOW.plusSeconds(60)),
            via,
            Optional.empty());
    var event = CloudEvent.of(CloudEvent.Type.DELIVERY_DEFERRED, "/relay/1", "TX1", NOW, fact);
    return new FactLine(ZoneOffset.UTC).of(MailFact.of(event).orElseThrow());
  }
}
