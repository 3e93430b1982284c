package org.postseal.smtpclient;

import java.util.Set;

/**
 * How we speak to others.
 *
 * @param clientName what EHLO and LHLO say: this system's name in the DNS
 * @param startTls whether TLS is spoken where nobody asks for it
 * @param timeouts of each stage
 * @param recipients the most per transaction; RFC 5321 §4.5.3.1.8 promises 100
 * @param eightBitAsIs next hops that get content with octets above 127 although they do not offer
 *     8BITMIME: domains, {@code HOST:PORT} of servers, or {@code *} for all
 */
public record Dialogue(
    String clientName,
    StartTls startTls,
    Timeouts timeouts,
    int recipients,
    Set<String> eightBitAsIs) {

  /** Whether TLS is begun without anybody's policy. */
  public enum StartTls {
    /** Opportunistic (RFC 7435). */
    WHERE_OFFERED,
    NEVER
  }

  public Dialogue {
    eightBitAsIs = Set.copyOf(eightBitAsIs);
  }

  /** With everybody as the standards have it. */
  public Dialogue(String clientName, StartTls startTls, Timeouts timeouts, int recipients) {
    this(clientName, startTls, timeouts, recipients, Set.of());
  }

  boolean sendsEightBitsTo(String nextHop) {
    return eightBitAsIs.contains("*") || eightBitAsIs.contains(nextHop);
  }
}
