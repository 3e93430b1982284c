package org.postseal.relay.retry;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postseal.topics.TransactionId;

/**
 * Which steps of which chains of retry records there are, so that none is taken twice and no chain
 * forks. Of two records that say the same step for the same recipient the one appended first
 * counts; the other was written by whoever did the same work again after a crash. Pure; safe for
 * several threads.
 *
 * <p>It remembers the latest so many steps. That is enough: the second record of a step is written
 * when the work of a dead relay is done again, soon after the first.
 */
public final class ChainMemory {
  private static final int MOST = 200_000;

  private final Map<Step, Set<Written>> steps =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Step, Set<Written>> eldest) {
          return size() > MOST;
        }
      };

  /** One step of one chain. */
  public record Step(TransactionId transactionId, int number) {}

  /** Where a record lies, in the order in which they were written. */
  public record Place(long appendedAtMillis, String topic, int partition, long offset)
      implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::appendedAtMillis)
            .thenComparing(Place::topic)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Written(Place place, List<String> recipients) {}

  /** There is a record of this step. */
  public synchronized void remember(Step step, Place place, List<String> recipients) {
    steps.computeIfAbsent(step, _ -> new HashSet<>(1)).add(new Written(place, recipients));
  }

  /** The recipients whose step was written before this place; those are not this record's. */
  public synchronized Set<String> writtenBefore(Step step, Place place) {
    return recipients(written(step).filter(one -> one.place().compareTo(place) < 0));
  }

  /** The recipients for whom there is a record of this step: the step before is done for them. */
  public synchronized Set<String> written(Step step, List<String> recipients) {
    var all = recipients(written(step));
    all.retainAll(recipients);
    return all;
  }

  private Stream<Written> written(Step step) {
    return steps.getOrDefault(step, Set.of()).stream();
  }

  private static Set<String> recipients(Stream<Written> written) {
    var all = new HashSet<String>();
    written.forEach(one -> all.addAll(one.recipients()));
    return all;
  }
}
