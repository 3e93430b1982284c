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
  MALFORMED_LINE("a line of the header section is no header field"),
  /** The header section holds a CR or an LF alone, where some readers begin a new line. */
  BARE_LINE_END("the header section holds a CR or LF that ends no line");

  private final String reason;

  ContentDefect(String reason) {
    this.reason = reason;
  }

  /** Whether the rest was not kept or not read: nothing may then be concluded from the content. */
  public boolean isLimit() {
    return switch (this) {
      case HEADER_SECTION_TOO_LARGE, TOO_MANY_HEADER_FIELDS -> true;
      case NO_HEADER_FIELD, MALFORMED_LINE, BARE_LINE_END -> false;
    };
  }

  /** Whether two readers could find different fields in the header section. */
  public boolean isAmbiguous() {
    return switch (this) {
      case MALFORMED_LINE, BARE_LINE_END -> true;
      case HEADER_SECTION_TOO_LARGE, TOO_MANY_HEADER_FIELDS, NO_HEADER_FIELD -> false;
    };
  }

  /** One clause for people. */
  public String reason() {
    return reason;
  }
}
