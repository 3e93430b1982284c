package org.postseal.signingpolicy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/**
 * One public key of a domain, in two lines: what it is of, and the key record exactly as it would
 * stand in the DNS (RFC 6376 §3.6.1), so that the same reader takes both.
 *
 * <pre>{@code
 * d=example.com; s=2026q4; ttl=3600; nx=20270401
 * v=DKIM1; k=rsa; p=MIIBIjANBg...
 * }</pre>
 *
 * @param domain {@code d=}
 * @param selector {@code s=}
 * @param ttl {@code ttl=}, whole seconds: how long the key may be kept
 * @param nextChange {@code nx=}: the day, in UTC, from which the domain does not mean to sign with
 *     this key; a hint, and no reader keeps the key beyond it
 * @param keyRecord printable ASCII that begins with a letter; whether it is a proper key record is
 *     for its reader to see. An empty {@code p=} in it says that the key is revoked
 */
public record KeyStatement(
    DomainName domain,
    Selector selector,
    Duration ttl,
    Optional<LocalDate> nextChange,
    String keyRecord)
    implements Statement {

  /** The longest time to live (RFC 2181 §8). A longer one is read as this. */
  public static final Duration LONGEST_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  public KeyStatement {
    if (!domain.isHostName()) {
      throw new IllegalArgumentException("not a mail domain");
    }
    if (!Tags.isSeconds(ttl, LONGEST_TTL)) {
      throw new IllegalArgumentException("not a time to live");
    }
    if (!isKeyRecord(keyRecord)) {
      throw new IllegalArgumentException("a key record is one line of printable ASCII");
    }
  }

  /** A tag list begins with a letter; a plus sign or a status code would mean something else. */
  private static boolean isKeyRecord(String text) {
    return !text.isEmpty() && Character.isLetter(text.charAt(0)) && Tags.isPrintableAscii(text);
  }

  @Override
  public List<String> lines() {
    return List.of(
        "d=%s; s=%s; ttl=%d%s"
            .formatted(
                domain.ascii(),
                selector.ascii(),
                ttl.toSeconds(),
                nextChange.map(day -> "; nx=" + DAY.format(day)).orElse("")),
        keyRecord);
  }

  /**
   * Reads the two lines, each octet as an ISO-8859-1 character. A day that is none is no hint, and
   * makes nothing malformed.
   */
  public static Reading<KeyStatement> read(String about, String keyRecord) {
    return Tags.read(about, tags -> of(tags, keyRecord));
  }

  private static Reading<KeyStatement> of(Tags tags, String keyRecord) {
    var domain = tags.domain("d");
    if (domain.isEmpty()) {
      return new Reading.Malformed<>("the key statement has no domain in d=");
    }
    var selector = tags.text("s").flatMap(Selector::parse);
    if (selector.isEmpty()) {
      return new Reading.Malformed<>("the key statement has no selector in s=");
    }
    var ttl = tags.seconds("ttl");
    if (ttl.isEmpty()) {
      return new Reading.Malformed<>("the key statement has no ttl in seconds");
    }
    if (!isKeyRecord(keyRecord)) {
      return new Reading.Malformed<>("the key record is not one line of printable ASCII");
    }
    return new Reading.WellFormed<>(
        new KeyStatement(
            domain.get(),
            selector.get(),
            Duration.ofSeconds(Math.min(ttl.get(), LONGEST_TTL.toSeconds())),
            tags.text("nx").flatMap(KeyStatement::day),
            keyRecord));
  }

  private static Optional<LocalDate> day(String text) {
    if (text.length() != 8) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text, DAY));
    } catch (DateTimeException noDay) {
      return Optional.empty();
    }
  }
}
