package org.postseal.relay.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postseal.relay.retry.ChainMemory.Place;
import org.postseal.relay.retry.ChainMemory.Step;
import org.postseal.topics.TransactionId;

class ChainMemoryTest {
  private static final Place EARLIER = new Place(1000, "mail.retry.5m", 1, 7);
  private static final Place LATER = new Place(2000, "mail.retry.1m", 1, 3);

  private final ChainMemory memory = new ChainMemory();
  private final TransactionId id = TransactionId.next(Instant.EPOCH);
  private final Step step = new Step(id, 1);

  @Test
  void ofTwoRecordsTheOneWrittenFirstCountsWhicheverIsReadFirst() {
    memory.remember(step, LATER, List.of("a", "b"));
    memory.remember(step, EARLIER, List.of("a"));

    assertThat(memory.writtenBefore(step, LATER)).containsExactly("a");
    assertThat(memory.writtenBefore(step, EARLIER)).isEmpty();
  }

  @Test
  void aRecordReadAgainIsNotItsOwnRival() {
    memory.remember(step, EARLIER, List.of("a"));
    memory.remember(step, EARLIER, List.of("a"));

    assertThat(memory.writtenBefore(step, EARLIER)).isEmpty();
  }

  @Test
  void recipientsWhoseNextStepIsWrittenAreDone() {
    memory.remember(step, EARLIER, List.of("a", "elsewhere"));

    assertThat(memory.written(step, List.of("a", "b"))).containsExactly("a");
    assertThat(memory.written(new Step(id, 2), List.of("a", "b"))).isEmpty();
    assertThat(memory.written(new Step(TransactionId.next(Instant.EPOCH), 1), List.of("a")))
        .isEmpty();
  }

  @Test
  void itRemembersSoManyAndNoMore() {
    memory.remember(step, EARLIER, List.of("a"));
    for (int i = 0; i < 200_000; i++) {
      memory.remember(new Step(id, i + 2), LATER, List.of("a"));
    }
    assertThat(memory.written(step, List.of("a"))).isEmpty();
  }
}
