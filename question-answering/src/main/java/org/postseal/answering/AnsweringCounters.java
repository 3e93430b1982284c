package org.postseal.answering;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of questions that were not answered; there from the start, at zero. */
public final class AnsweringCounters {
  private final Counter shed;
  private final Counter deadLetters;

  /**
   * @param shed name of the metric for questions that nobody waits for any more
   * @param deadLetters name of the metric for records that are no question
   */
  public AnsweringCounters(MeterRegistry meters, String shed, String deadLetters) {
    this.shed =
        Counter.builder(shed)
            .description("Questions dropped because nobody waits for the answer any more")
            .register(meters);
    this.deadLetters =
        Counter.builder(deadLetters).description("Records that are no question").register(meters);
  }

  void shed() {
    shed.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }
}
