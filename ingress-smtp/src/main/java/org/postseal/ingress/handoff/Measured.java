package org.postseal.ingress.handoff;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.watch.StageBuckets;

/** What an operator watches of the way over Kafka: how long it takes and how it ends. */
final class Measured {
  private static final String ASKING = "postseal_ingress_question_seconds";

  private Measured() {}

  static Verification verification(Verification asked, MeterRegistry meters) {
    var timer = timer(meters, ASKING, "verify");
    return (transaction, message) -> timed(asked.ask(transaction, message), timer);
  }

  static Signing signing(Signing asked, MeterRegistry meters) {
    var timer = timer(meters, ASKING, "sign");
    return (transaction, message) -> timed(asked.ask(transaction, message), timer);
  }

  static MessageStore store(MessageStore store, MeterRegistry meters) {
    var timer = timer(meters, "postseal_ingress_store_seconds", "accepted");
    var ambiguous =
        Counter.builder("postseal_ingress_ambiguous")
            .description("451 after a durable write whose outcome is unknown")
            .register(meters);
    return (transaction, destination, octets) ->
        timed(store.store(transaction, destination, octets), timer)
            .thenApply(
                outcome -> {
                  if (outcome instanceof StoreOutcome.NotStored(var certainty, _)
                      && certainty == StoreOutcome.Certainty.AMBIGUOUS) {
                    ambiguous.increment();
                  }
                  return outcome;
                });
  }

  private static Timer timer(MeterRegistry meters, String name, String kind) {
    return Timer.builder(name)
        .tag("kind", kind)
        .serviceLevelObjectives(StageBuckets.all())
        .register(meters);
  }

  private static <T> CompletionStage<T> timed(CompletionStage<T> stage, Timer timer) {
    long began = System.nanoTime();
    return stage.whenComplete(
        (_, _) -> timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
  }
}
