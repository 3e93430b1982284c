package org.postseal.authentication.message;

/** Why the content of a message cannot be judged like any other. */
public enum ContentDefect {
  /** It has more octets than the limit; the rest was not kept. */
  HEADER_SECTION_TOO_LARGE("the header section is larger than the limit"),
  /** It has more fields than the limit; the rest was not read. */
  TOO_MANY_HEADER_FIELDS("the message has more header fields than the limit"),
  /** The message begins with its body, or is empty. */
  NO_HEADER_FIELD("the message has no header field"),
  /** A line of the header section is neither a field nor continues one. */
  MALFORMED_LINE("a line of the header section is no header field");

  private final String reason;

  ContentDefect(String reason) {
    this.reason = reason;
  }

  /** One clause for people. */
  public String reason() {
    return reason;
  }
}
