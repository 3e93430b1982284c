package org.postseal.commandline.dns;

import java.util.Locale;

/**
 * What is to be said of one thing that a domain needs in the DNS.
 *
 * @param verdict whether something is to be done
 * @param name where it stands
 * @param what it is: {@code DKIM}, {@code SPF}, {@code DMARC}, {@code MX}, {@code MTA-STS}, {@code
 *     TLSRPT} or {@code SIGNPOL}
 * @param says what is there, or what to change
 */
public record Finding(Verdict verdict, String name, String what, String says) {

  /** Whether something is to be done. */
  public enum Verdict {
    OK,
    /** The owner has to change something. */
    CHANGE,
    /** The DNS does not say now. */
    UNKNOWN;

    /** As it is printed. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
