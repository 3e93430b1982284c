package org.postseal.smtp.path;

/** Why octets are not a path. */
public enum PathDefect {
  NO_OPENING_BRACKET("a path begins with \"<\""),
  NO_CLOSING_BRACKET("a path ends with \">\""),
  SOURCE_ROUTE("malformed source route"),
  LOCAL_PART("malformed local-part"),
  LOCAL_PART_TOO_LONG("local-part too long"),
  NO_DOMAIN("a domain is missing"),
  DOMAIN("malformed domain"),
  DOMAIN_TOO_LONG("domain too long"),
  ADDRESS_LITERAL("malformed address literal"),
  PATH_TOO_LONG("path too long"),
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
