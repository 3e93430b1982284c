package org.postseal.endtoend.accounting;

/** What a client was told about a message when it was through with it. */
public sealed interface Told {
  /**
   * 250.
   *
   * @param transaction the id in the reply
   */
  record Accepted(String transaction) implements Told {}

  /** 5xx, to any command. */
  record Refused(String reply) implements Told {}

  /** 4xx to the content: it may be stored all the same, if the outcome was not known in time. */
  record Deferred(String reply) implements Told {}

  /** The content was on its way, and no reply came: it may be stored or not. */
  record Unknown(String why) implements Told {}

  /** It did not come to the content; 4xx to a command before it, or no connection. */
  record Unsaid(String why) implements Told {}

  /** One line, for the book. */
  default String line() {
    return switch (this) {
      case Accepted(var transaction) -> "accepted as " + transaction;
      case Refused(var reply) -> "refused: " + reply;
      case Deferred(var reply) -> "deferred: " + reply;
      case Unknown(var why) -> "unknown: " + why;
      case Unsaid(var why) -> "unsaid: " + why;
    };
  }
}
