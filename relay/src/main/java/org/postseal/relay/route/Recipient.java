package org.postseal.relay.route;

import java.util.Locale;

/**
 * One forward-path, taken apart where routing needs it. The dialogue that accepted it has checked
 * its grammar already; here nothing is judged again.
 *
 * @param forwardPath as it stood in RCPT, without angle brackets; goes to the next hop unchanged
 * @param localPart before the last {@code @}, untouched
 * @param domain after it, in lower case; empty for a bare {@code Postmaster} (RFC 5321 §4.1.1.3)
 */
public record Recipient(String forwardPath, String localPart, String domain) {

  /** Reads an envelope's forward-path. A quoted local-part may hold an at sign, a domain not. */
  public static Recipient of(String forwardPath) {
    int at = forwardPath.lastIndexOf('@');
    return at < 0
        ? new Recipient(forwardPath, forwardPath, "")
        : new Recipient(
            forwardPath,
            forwardPath.substring(0, at),
            forwardPath.substring(at + 1).toLowerCase(Locale.ROOT));
  }
}
