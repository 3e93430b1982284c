package org.postseal.signingpolicy;

import java.util.Locale;

/** Where a domain's keys can be had: a word of {@code keys=}. */
public enum KeyPlace {
  /** The key records of RFC 6376 in the DNS. */
  DNS,
  /** This extension at the domain's mail exchangers. */
  SMTP,
  /** The HTTPS twin of this extension. */
  HTTPS;

  /** As it stands in a policy. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
