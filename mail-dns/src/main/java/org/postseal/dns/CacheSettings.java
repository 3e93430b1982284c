package org.postseal.dns;

import java.time.Duration;

/**
 * How long answers are kept, and how many octets of them.
 *
 * @param maxTtl bound on a positive answer's own TTL
 * @param maxNegativeTtl bound on NXDOMAIN and NODATA (RFC 2308 §5)
 * @param failureTtl how long nobody is asked again after a failure (RFC 9520 §3.2 wants at least
 *     one second). Short, because a client that got 451 for it comes back and should find it gone
 * @param maxOctets what all answers together may take, estimated; the least recently used go first
 */
public record CacheSettings(
    Duration maxTtl, Duration maxNegativeTtl, Duration failureTtl, long maxOctets) {

  public static final CacheSettings DEFAULT =
      new CacheSettings(
          Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(5), 32L * 1024 * 1024);
}
