package org.postseal.ingress.connection;

import java.time.Duration;
import org.postseal.ingress.session.SessionState;

/** How long a client has said nothing, and how long it may. */
final class Silence {
  private final ConnectionSettings.Timeouts timeouts;
  private long since = System.nanoTime();

  Silence(ConnectionSettings.Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** It has said something, or is answered only now. */
  void broken() {
    since = System.nanoTime();
  }

  /** Whether it is too long where the session stands. */
  boolean isTooLong(long now, SessionState state, OpenContent content) {
    return switch (state.expects()) {
      case COMMAND, CREDENTIALS -> isLonger(now, timeouts.command());
      case CONTENT -> content.isOverdue(now, now - since);
      case CHUNK_TO_SKIP -> isLonger(now, timeouts.content());
      case SILENCE -> false;
      case NOTHING -> !state.isHearing() && isLonger(now, timeouts.command());
    };
  }

  private boolean isLonger(long now, Duration limit) {
    return now - since > limit.toNanos();
  }
}
