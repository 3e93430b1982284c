package org.postseal.commandline.monitor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.postseal.topics.CloudEvent;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an event says happened, in the words people filter by. */
enum Outcome {
  RECEIVED(CloudEvent.Type.RECEIVED),
  ACCEPTED(CloudEvent.Type.ACCEPTED),
  QUARANTINED(CloudEvent.Type.QUARANTINED),
  REJECTED(CloudEvent.Type.REJECTED),
  DEFERRED(CloudEvent.Type.DEFERRED),
  ABANDONED(CloudEvent.Type.ABANDONED),
  DELIVERED(CloudEvent.Type.DELIVERED),
  DELIVERY_DEFERRED(CloudEvent.Type.DELIVERY_DEFERRED),
  UNDELIVERABLE(CloudEvent.Type.UNDELIVERABLE),
  INCOMPLETE(CloudEvent.Type.INCOMPLETE);

  private final CloudEvent.Type type;

  Outcome(CloudEvent.Type type) {
    this.type = type;
  }

  /** Such as {@code delivery-deferred}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What people type is what is printed. */
  @Override
  public String toString() {
    return word();
  }

  /** Reads such a word. */
  static final class Word implements ITypeConverter<Outcome> {
    @Override
    public Outcome convert(String text) {
      return Arrays.stream(values())
          .filter(outcome -> outcome.word().equalsIgnoreCase(text.strip()))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s"
                          .formatted(
                              text,
                              String.join(
                                  ", ", Arrays.stream(values()).map(Outcome::word).toList()))));
    }
  }

  /** The outcome an event of this type tells; empty for what is not about a message. */
  static Optional<Outcome> of(String type) {
    for (var outcome : values()) {
      if (outcome.type.word().equals(type)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}
