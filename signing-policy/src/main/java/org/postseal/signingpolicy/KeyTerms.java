package org.postseal.signingpolicy;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/**
 * What the statements of a server's keys have in common.
 *
 * @param ttl {@code ttl=}
 * @param clock tells which days have passed
 */
public record KeyTerms(Duration ttl, InstantSource clock) {
  private static final int LAST_YEAR = 9999; // of eight digits

  /**
   * The statement of a key on these terms.
   *
   * @param nextChange {@code nx=}; not stated if it is no day of the future: a reader could do
   *     nothing with it
   */
  public KeyStatement key(
      DomainName domain, Selector selector, Optional<LocalDate> nextChange, String keyRecord) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new KeyStatement(
        domain,
        selector,
        ttl,
        nextChange.filter(day -> day.isAfter(today) && day.getYear() <= LAST_YEAR),
        keyRecord);
  }
}
