package org.postseal.authentication.spf;

import java.util.List;
import java.util.Optional;

/**
 * An SPF record, RFC 7208 §4.6.1. Unknown modifiers are checked and left out.
 *
 * @param directives left to right
 * @param redirect {@code redirect=}
 * @param explanation {@code exp=}
 */
public record SpfRecord(
    List<Directive> directives, Optional<DomainSpec> redirect, Optional<DomainSpec> explanation) {
  public SpfRecord {
    directives = List.copyOf(directives);
  }

  /** What came of reading a TXT record as an SPF record. */
  public sealed interface Parsed {
    /** It is one. */
    record WellFormed(SpfRecord spfRecord) implements Parsed {}

    /**
     * RFC 7208 §4.6: a syntax error anywhere spoils the whole record.
     *
     * @param reason one clause for people, in printable ASCII
     */
    record Malformed(String reason) implements Parsed {}
  }

  /**
   * Whether a TXT record is an SPF record at all, RFC 7208 §4.5: it begins with the version and
   * then ends or has a space.
   */
  public static boolean isSpf(String text) {
    String version = SpfRecordParser.VERSION;
    return text.regionMatches(true, 0, version, 0, version.length())
        && (text.length() == version.length() || text.charAt(version.length()) == ' ');
  }

  /** Reads a TXT record that {@link #isSpf}, each octet as an ISO-8859-1 character. */
  public static Parsed parse(String text) {
    return new SpfRecordParser().record(text);
  }
}
