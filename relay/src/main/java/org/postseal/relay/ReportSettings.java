package org.postseal.relay;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * What senders are told about their messages (RFC 3464). They go to proven reverse-paths only, and
 * are signed like any mail of ours.
 */
public interface ReportSettings {
  /**
   * Domain of the author MAILER-DAEMON, one whose mail we sign. Without it that of the sender or of
   * a recipient is taken, or this host's name: whichever the signer signs for.
   */
  Optional<String> domain();

  /** A sender hears of a delay at the first attempt that fails so long after the first. */
  @WithDefault("4h")
  Duration delayAfter();

  /** A failed message up to so many octets is returned whole, if the sender asked for that. */
  @WithDefault("1048576")
  long returnedOctets();

  /** From asking a signer to giving up; the report is then signed and sent later. */
  @WithDefault("10s")
  Duration answerDeadline();

  /** From asking to asking once more, on another partition. */
  @WithDefault("2s")
  Duration askAgainAfter();
}
