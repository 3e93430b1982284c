package org.postseal.verifier.verification;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.policy.DecisionTable;
import org.postseal.policy.Findings;
import org.postseal.policy.ResultJson;
import org.postseal.policy.Standing;

/**
 * Judges a message of our own some times before the first real one, so that classes are loaded,
 * tables read and the compiler has seen the way: the dearest message of a stranger costs a fresh
 * process some 250 ms of a processor, and 90 ms after thirty rehearsals. Nothing is asked of the
 * network, counted or written. Mail does not wait for it, only readiness does; a rehearsal that
 * fails is logged and ends, because mail is judged all the same.
 */
final class Rehearsal {
  private static final Logger LOG = Logger.getLogger(Rehearsal.class);

  private final Judge.Manner manner;
  private final InstantSource clock;
  private final Thread thread;

  private Rehearsal(Judge.Manner manner, InstantSource clock, int times) {
    this.manner = manner;
    this.clock = clock;
    this.thread =
        Thread.ofPlatform().name("verifier-rehearsal").daemon().unstarted(() -> run(times));
  }

  /**
   * Begins one.
   *
   * @param times how often the message is judged; 0 for no rehearsal
   */
  static Rehearsal begin(Judge.Manner manner, InstantSource clock, int times) {
    var rehearsal = new Rehearsal(manner, clock, times);
    if (times > 0) {
      rehearsal.thread.start();
    }
    return rehearsal;
  }

  /** None is going on. */
  boolean isOver() {
    return !thread.isAlive();
  }

  private void run(int times) {
    long began = System.nanoTime();
    try {
      var mail = new RehearsedMail(manner.evaluator().dkim().minimumRsaBits(), clock.instant());
      for (int i = 0; i < times; i++) {
        var _ = judge(mail);
      }
      LOG.debugf("Rehearsed %d times in %s", times, Duration.ofNanos(System.nanoTime() - began));
    } catch (GeneralSecurityException | RuntimeException e) {
      LOG.warnf("The rehearsal failed, so the first messages are judged slower: %s", e);
    }
  }

  /** What would be reported about the message. */
  String judge(RehearsedMail mail) {
    var now = clock.instant();
    var message = mail.received();
    var evaluator = new MessageEvaluator(mail, manner.evaluator());
    var _ = evaluator.foreseen(message, now);
    var evaluation = evaluator.evaluate(message, now);
    var findings =
        new Findings(
            evaluation,
            new Standing.Read(Optional.empty(), Optional.empty()),
            manner.trusted().flow(evaluation, message.headerSection()));
    var decision = DecisionTable.decide(findings, manner.defaultMode());
    var field = AuthenticationResults.of(manner.evaluator().authservId(), evaluation).field();
    return ResultJson.of(evaluation, decision, field).toString();
  }
}
