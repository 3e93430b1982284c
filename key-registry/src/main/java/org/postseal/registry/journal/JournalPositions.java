package org.postseal.registry.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets up to which the journal's topics must have been read; as text it goes from replica to
 * replica in an HTTP header, so that a forwarded caller reads what it wrote.
 *
 * @param next by topic, the first offset that need not have been read
 */
public record JournalPositions(Map<String, Long> next) {

  public JournalPositions {
    next = Map.copyOf(next);
  }

  /** {@code topic=offset} with commas between. */
  public String text() {
    return next.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** Reads {@link #text}. */
  public static Optional<JournalPositions> parse(String text) {
    var next = new HashMap<String, Long>();
    try {
      for (String part : text.split(",", -1)) {
        int equals = part.indexOf('=');
        next.put(
            part.substring(0, Math.max(equals, 0)), Long.parseLong(part.substring(equals + 1)));
      }
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
    boolean isOurs = JournalKafka.TOPIC_NAMES.containsAll(next.keySet());
    return isOurs ? Optional.of(new JournalPositions(next)) : Optional.empty();
  }

  Map<TopicPartition, Long> byPartition() {
    return next.entrySet().stream()
        .collect(Collectors.toMap(e -> new TopicPartition(e.getKey(), 0), Map.Entry::getValue));
  }
}
