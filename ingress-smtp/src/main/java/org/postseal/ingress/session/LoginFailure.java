package org.postseal.ingress.session;

import java.util.Locale;

/**
 * An attempt to log in that failed.
 *
 * @param account whom the client claims to be, as it wrote it; empty if that is not known
 * @param mechanism of SASL, in upper case
 */
public record LoginFailure(String account, String mechanism, Reason reason) {

  /** Why. */
  public enum Reason {
    /** The credentials are nobody's, or somebody else's. */
    WRONG,
    /** Too many were wrong before; these were not looked at. */
    THROTTLED;

    /** As events and lines of the log have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
