package org.postseal.authentication.message;

/** The canonicalization of header fields, RFC 6376 §3.4.1 and §3.4.2. */
public final class HeaderCanonicalization {
  private HeaderCanonicalization() {}

  /** Most octets that {@link #write} needs for the field. */
  public static int maxLength(HeaderField field) {
    return field.end() - field.start() + 2;
  }

  /**
   * Writes the canonical field, its CRLF included, to {@code target} from {@code at} on.
   *
   * @return the offset behind the last octet written
   */
  public static int write(Canonicalization how, HeaderField field, byte[] target, int at) {
    int end =
        switch (how) {
          case SIMPLE -> writeSimple(field, target, at);
          case RELAXED -> writeRelaxed(field, target, at);
        };
    target[end] = '\r';
    target[end + 1] = '\n';
    return end + 2;
  }

  private static int writeSimple(HeaderField field, byte[] target, int at) {
    int length = field.end() - field.start();
    System.arraycopy(field.source(), field.start(), target, at, length);
    return at + length;
  }

  /** Name in lower case; unfolded; runs of white space one space; none around the value. */
  private static int writeRelaxed(HeaderField field, byte[] target, int at) {
    String name = field.lowerCaseName();
    int out = at;
    for (int i = 0; i < name.length(); i++) {
      target[out++] = (byte) name.charAt(i);
    }
    target[out++] = ':';
    byte[] source = field.source();
    int end = field.end();
    boolean space = false;
    boolean begun = false;
    for (int i = field.valueStart(); i < end; i++) {
      byte octet = source[i];
      if (octet == '\r' && i + 1 < end && source[i + 1] == '\n') {
        i++; // a fold: RFC 6376 §3.4.2 removes the CRLF and leaves its white space
      } else if (HeaderSection.isWsp(octet)) {
        space = true;
      } else {
        if (space && begun) {
          target[out++] = ' ';
        }
        space = false;
        begun = true;
        target[out++] = octet;
      }
    }
    return out;
  }
}
