package org.postseal.console.page;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where mail lies that operators see, as the relay's API calls it. */
public enum Shelf {
  QUEUE("Queue", "queue"),
  HELD("Held", "held"),
  QUARANTINE("Quarantine", "quarantine");

  private final String title;
  private final String word;

  Shelf(String title, String word) {
    this.title = title;
    this.word = word;
  }

  static Optional<Shelf> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** In paths, here and at the relay. */
  public String word() {
    return word;
  }

  /** What can be done with what lies there. */
  public List<String> actions() {
    return switch (this) {
      case QUEUE -> List.of("retry", "hold", "bounce", "drop");
      case HELD, QUARANTINE -> List.of("release", "bounce", "drop");
    };
  }

  /** Its page. */
  public String path() {
    return MailResource.ROOT + "/" + word;
  }
}
