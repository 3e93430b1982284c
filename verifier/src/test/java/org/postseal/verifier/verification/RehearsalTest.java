package org.postseal.verifier.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MethodDns;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dmarc.DmarcLimits;
import org.postseal.authentication.spf.SpfLimits;
import org.postseal.policy.Intermediaries;
import org.postseal.policy.Quarantine;
import org.postseal.topics.DomainEntry.Mode;

class RehearsalTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-29T08:00:00Z"));
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static Judge.Manner manner(int rsaBits) {
    return new Judge.Manner(
        new EvaluatorSettings(
            "mx.example.net",
            new VerifierSettings(rsaBits, VerifierSettings.DEFAULT.sha1(), 20),
            SpfLimits.DEFAULT,
            DmarcLimits.DEFAULT,
            MethodDns.Limits.DEFAULT,
            Optional.empty()),
        Mode.ENFORCE,
        new Judge.Patience(PATIENCE, PATIENCE),
        Quarantine.KEEP,
        new Intermediaries(Set.of(), Set.of()));
  }

  /** It would warm up nothing if it ended at the first defect. */
  @Test
  void everyMethodHasSomethingToDo() throws GeneralSecurityException {
    var rehearsal = Rehearsal.begin(manner(1024), CLOCK, 0);
    assertThat(rehearsal.judge(new RehearsedMail(1024, CLOCK.instant())))
        .contains("dkim=pass", "header.a=rsa-sha256", "header.a=ed25519-sha256")
        .contains("spf=pass", "dmarc=pass", "arc=pass");
  }

  @Test
  void itIsOverAfterSomeTimes() throws InterruptedException {
    var rehearsal = Rehearsal.begin(manner(1024), CLOCK, 3);
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!rehearsal.isOver() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(rehearsal.isOver()).isTrue();
  }

  @Test
  void noneIsOverAtOnce() {
    assertThat(Rehearsal.begin(manner(1024), CLOCK, 0).isOver()).isTrue();
  }

  /** A clock that cannot be read: mail is judged all the same, and readiness is not held up. */
  @Test
  void oneThatFailsIsOver() throws InterruptedException {
    InstantSource none =
        () -> {
          throw new IllegalStateException("no clock");
        };
    var rehearsal = Rehearsal.begin(manner(1024), none, 3);
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!rehearsal.isOver() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(rehearsal.isOver()).isTrue();
  }
}
