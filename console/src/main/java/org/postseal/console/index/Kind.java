package org.postseal.console.index;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.topics.CloudEvent;

/** What an event is about, in the words that people search by. */
public enum Kind {
  RECEIVED(CloudEvent.Type.RECEIVED, About.TRANSACTION),
  ACCEPTED(CloudEvent.Type.ACCEPTED, About.TRANSACTION),
  QUARANTINED(CloudEvent.Type.QUARANTINED, About.TRANSACTION),
  REJECTED(CloudEvent.Type.REJECTED, About.TRANSACTION),
  DEFERRED(CloudEvent.Type.DEFERRED, About.TRANSACTION),
  ABANDONED(CloudEvent.Type.ABANDONED, About.TRANSACTION),
  DELIVERED(CloudEvent.Type.DELIVERED, About.DELIVERY),
  DELIVERY_DEFERRED(CloudEvent.Type.DELIVERY_DEFERRED, About.DELIVERY),
  UNDELIVERABLE(CloudEvent.Type.UNDELIVERABLE, About.DELIVERY),
  INCOMPLETE(CloudEvent.Type.INCOMPLETE, About.DELIVERY),
  LOGIN_FAILED(CloudEvent.Type.LOGIN_FAILED, About.ELSE),
  OPERATOR_ACTED(CloudEvent.Type.OPERATOR_ACTED, About.ELSE),
  DOMAIN_CHANGED(CloudEvent.Type.DOMAIN_CHANGED, About.ELSE),
  BLOCKLIST_CHANGED(CloudEvent.Type.BLOCKLIST_CHANGED, About.ELSE),
  SIGNING_KEY_CHANGED(CloudEvent.Type.SIGNING_KEY_CHANGED, About.ELSE),
  SOURCES_DISAGREE(CloudEvent.Type.SOURCES_DISAGREE, About.ELSE),
  KEY_ROTATION_LATE(CloudEvent.Type.KEY_ROTATION_LATE, About.ELSE);

  private final CloudEvent.Type type;
  private final About about;

  /** What the subject of an event is. */
  public enum About {
    /** A mail transaction, told by ingress. */
    TRANSACTION,
    /** A mail transaction, told by the relay. */
    DELIVERY,
    /** Something that is no message. */
    ELSE
  }

  Kind(CloudEvent.Type type, About about) {
    this.type = type;
    this.about = about;
  }

  /** Such as {@code delivery-deferred}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public About about() {
    return about;
  }

  /** The words of the kinds that are about that. */
  public static List<String> words(About about) {
    return Arrays.stream(values()).filter(kind -> kind.about == about).map(Kind::word).toList();
  }

  /** The kind of that word. */
  public static Optional<Kind> ofWord(String word) {
    for (var kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of a CloudEvents type; empty for one of a newer version. */
  static Optional<Kind> ofType(String type) {
    for (var kind : values()) {
      if (kind.type.word().equals(type)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
