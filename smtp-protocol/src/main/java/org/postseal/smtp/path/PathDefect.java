package org.postseal.smtp.path;

/** Why octets are not a path. */
public enum PathDefect {
  /** It does not begin with {@code <}. */
  NO_OPENING_BRACKET("a path begins with \"<\""),
  /** No {@code >} ends it. */
  NO_CLOSING_BRACKET("a path ends with \">\""),
  /** A source route (RFC 5321 appendix C) that is none. */
  SOURCE_ROUTE("malformed source route"),
  /** No local-part, or one that the grammar does not have. */
  LOCAL_PART("malformed local-part"),
  /** A local-part beyond the limit. */
  LOCAL_PART_TOO_LONG("local-part too long"),
  /** No {@code @} follows the local-part. */
  NO_DOMAIN("a domain is missing"),
  /** A domain that the grammar does not have. */
  DOMAIN("malformed domain"),
  /** A domain beyond the limit. */
  DOMAIN_TOO_LONG("domain too long"),
  /** An address literal that is no address. */
  ADDRESS_LITERAL("malformed address literal"),
  /** A path beyond the limit, brackets included. */
  PATH_TOO_LONG("path too long"),
  /** Octets beyond ASCII that are not UTF-8 (RFC 6531 §3.3). */
  NOT_UTF8("octets that are not UTF-8");

  private final String explanation;

  PathDefect(String explanation) {
    this.explanation = explanation;
  }

  /** A few words of ASCII for a reply. */
  public String explanation() {
    return explanation;
  }
}
