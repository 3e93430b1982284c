package org.postseal.relay.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postseal.topics.DueReport.Kind;
import org.postseal.topics.Envelope;
import org.postseal.topics.ReversePathProof;

class WishesTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, true, true, false, false",
        "NEVER, false, false, false, true",
        "FAILURE, true, false, false, false",
        "DELAY, false, true, false, true",
        "SUCCESS, false, false, true, true",
        "'SUCCESS,FAILURE,DELAY', true, true, true, false",
        "'FAILURE,DELAY', true, true, false, false",
      })
  void areWhatNotifySays(
      String notify, boolean failure, boolean delay, boolean success, boolean silence) {
    var envelope = envelope(Optional.ofNullable(notify));
    assertThat(Wishes.areFor(Kind.FAILURE, envelope, Reported.BOB)).isEqualTo(failure);
    assertThat(Wishes.areFor(Kind.DELAY, envelope, Reported.BOB)).isEqualTo(delay);
    assertThat(Wishes.areFor(Kind.SUCCESS, envelope, Reported.BOB)).isEqualTo(success);
    assertThat(Wishes.areForSilence(envelope, Reported.BOB)).isEqualTo(silence);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anUnprovenReversePathIsNeverWrittenTo(Kind kind) {
    var envelope = envelope(Optional.of("SUCCESS,FAILURE,DELAY"));
    for (var proof : ReversePathProof.values()) {
      assertThat(Wishes.areFor(kind, envelope.withProof(Optional.of(proof)), Reported.BOB))
          .isTrue();
    }
    assertThat(Wishes.areFor(kind, envelope.withProof(Optional.empty()), Reported.BOB)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theNullReversePathIsNeverWrittenTo(Kind kind) {
    var report =
        Reported.envelope(
            "",
            new Envelope.Requests(
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(
                    Reported.BOB,
                    new Envelope.RecipientRequests(
                        Optional.of("SUCCESS,FAILURE,DELAY"), Optional.empty()))));
    assertThat(Wishes.areFor(kind, report, Reported.BOB)).isFalse();
  }

  @Test
  void areThoseForThisRecipientAlone() {
    assertThat(Wishes.areFor(Kind.FAILURE, envelope(Optional.of("NEVER")), "eve@x.example"))
        .isTrue();
  }

  private static Envelope envelope(Optional<String> notify) {
    return Reported.envelope(
        new Envelope.Requests(
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of(Reported.BOB, new Envelope.RecipientRequests(notify, Optional.empty()))));
  }
}
