package org.postseal.ingress.connection;

import java.time.Duration;
import java.time.InstantSource;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.smtp.path.PathLimits;

/**
 * What the edge holds every connection to.
 *
 * @param commandLine octets of a command line with its CRLF
 * @param authLine octets of a line of an authentication exchange
 * @param contentLine octets of a line of the content
 * @param size octets of the content
 */
public record ConnectionSettings(
    int commandLine,
    int authLine,
    int contentLine,
    long size,
    PathLimits paths,
    DigestLimits digests,
    Timeouts timeouts,
    InstantSource clock) {

  /** See {@link TimeoutSettings}. */
  public record Timeouts(
      Duration command, Duration content, Duration wholeContent, Duration wrongPassword) {}
}
