package org.postseal.signingpolicy;

/**
 * How much of an answer a client reads, over SMTP and HTTPS alike.
 *
 * @param lines of one answer, the last line of a reply included
 * @param octets of one answer, line ends and reply codes included
 */
public record ReadingLimits(int lines, int octets) {

  /** 64 lines and 16 KiB, which is what a server may count on. */
  public static final ReadingLimits STANDARD = new ReadingLimits(64, 16 * 1024);

  /** Octets of one line without its CRLF (RFC 5321 §4.5.3.1.5). */
  public static final int LINE_OCTETS = 510;

  public ReadingLimits {
    if (lines < 1 || octets < 1) {
      throw new IllegalArgumentException("limits are above 0");
    }
  }
}
