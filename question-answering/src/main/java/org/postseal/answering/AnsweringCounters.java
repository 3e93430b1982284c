package org.postseal.answering;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of questions that were not answered; there from the start, at zero. */
final class AnsweringCounters {
  private final Counter shed;
  private final Counter deadLetters;

  AnsweringCounters(String service, MeterRegistry meters) {
    this.shed =
        Counter.builder("postseal_" + service + "_questions_shed")
            .description("Questions dropped because nobody waits for the answer any more")
            .register(meters);
    this.deadLetters =
        Counter.builder("postseal_" + service + "_dead_letters")
            .description("Records that are no question")
            .register(meters);
  }

  void shed() {
    shed.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }
}
