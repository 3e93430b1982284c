package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether, and how often, a domain's signing keys take turns by themselves, where that is not as
 * the registry's settings say: {@code off}, or a number of days such as {@code 90d}.
 *
 * @param every for how long a key signs, at least a day and at most ten years; empty: nothing
 *     happens by itself
 */
public record KeyRotation(Optional<Duration> every) {

  private static final String OFF = "off";
  private static final int MAX_DAYS = 3650;

  public KeyRotation {
    if (every.isPresent() && !isUsable(every.get())) {
      throw new IllegalArgumentException(
          "keys take turns every 1d to " + MAX_DAYS + "d, in whole days, or off");
    }
  }

  private static boolean isUsable(Duration every) {
    return every.equals(Duration.ofDays(every.toDays()))
        && every.toDays() >= 1
        && every.toDays() <= MAX_DAYS;
  }

  public static KeyRotation off() {
    return new KeyRotation(Optional.empty());
  }

  public static KeyRotation everyDays(int days) {
    return new KeyRotation(Optional.of(Duration.ofDays(days)));
  }

  /**
   * Reads {@code off} or {@code 90d}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  @JsonCreator
  public static KeyRotation of(String word) {
    if (word.equals(OFF)) {
      return off();
    }
    if (word.length() < 2 || word.length() > 5 || !word.endsWith("d")) {
      throw new IllegalArgumentException("a key rotation is off, or days such as 90d");
    }
    try {
      return everyDays(Integer.parseInt(word.substring(0, word.length() - 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a key rotation is off, or days such as 90d", e);
    }
  }

  @JsonValue
  public String word() {
    return every.map(time -> time.toDays() + "d").orElse(OFF);
  }
}
