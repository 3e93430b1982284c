package org.postseal.asking;

/** Kafka was never given the record: nothing was written. */
public abstract sealed class NotSentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NotSentException(String message) {
    super(message, null, false, false);
  }

  /** Too many records wait already. */
  public static final class WindowFull extends NotSentException {
    private static final long serialVersionUID = 1L;

    WindowFull(String producer) {
      super("the send window of " + producer + " is full");
    }
  }

  /** Its time was over: no broker knew the topic, or records before it took all of it. */
  public static final class TooLate extends NotSentException {
    private static final long serialVersionUID = 1L;

    TooLate(String why) {
      super("not sent in time: " + why);
    }
  }
}
