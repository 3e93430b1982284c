package org.postseal.authentication.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header field, as a view on the octets of its header section (RFC 5322 §2.2). Nothing is
 * copied or normalised; offsets count from the start of {@link #source()}.
 */
public final class HeaderField {
  private final byte[] source;
  private final int start;
  private final int colon;
  private final int end;
  private final int index;
  private final String lowerCaseName;

  /** {@code end} is the offset behind the last octet of the value, before its final CRLF. */
  HeaderField(byte[] source, int start, int colon, int end, int index) {
    this.source = source;
    this.start = start;
    this.colon = colon;
    this.end = end;
    this.index = index;
    int nameEnd = colon;
    while (nameEnd > start && HeaderSection.isWsp(source[nameEnd - 1])) {
      nameEnd--;
    }
    this.lowerCaseName = lowerCase(source, start, nameEnd);
  }

  /** Names are ASCII (RFC 5322 §3.6.8). */
  private static String lowerCase(byte[] octets, int from, int to) {
    byte[] lower = Arrays.copyOfRange(octets, from, to);
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] >= 'A' && lower[i] <= 'Z') {
        lower[i] |= 0x20;
      }
    }
    return new String(lower, StandardCharsets.ISO_8859_1);
  }

  /** Position among the header fields of its section, from the top, counted from 0. */
  public int index() {
    return index;
  }

  /** The name in lower case, without space before the colon. */
  public String lowerCaseName() {
    return lowerCaseName;
  }

  /** Whether this field has that name, given in lower case. */
  public boolean isNamed(String lowerCase) {
    return lowerCaseName.equals(lowerCase);
  }

  /** The array this field lies in: not a copy, and not to be changed. */
  public byte[] source() {
    return source;
  }

  /** Offset of the first octet of the name. */
  public int start() {
    return start;
  }

  /** Offset of the colon. */
  public int colon() {
    return colon;
  }

  /** Offset of the first octet behind the colon. */
  public int valueStart() {
    return colon + 1;
  }

  /** Offset behind the value's last octet; the field's own CRLF begins here, if it has one. */
  public int end() {
    return end;
  }

  /** Offset behind the field and its CRLF. */
  public int endWithLineEnd() {
    return end + 2 <= source.length && source[end] == '\r' && source[end + 1] == '\n'
        ? end + 2
        : end;
  }

  /** The value as it stands, folds included, one char for each octet (ISO-8859-1). */
  public String value() {
    return new String(source, colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1);
  }

  /** This field without the octets {@code from} to {@code to}, as a copy that stands alone. */
  public HeaderField without(int from, int to) {
    if (from < valueStart() || to < from || to > end) {
      throw new IllegalArgumentException("span outside the value");
    }
    byte[] copy = Arrays.copyOfRange(source, start, end - (to - from));
    System.arraycopy(source, to, copy, from - start, end - to);
    return new HeaderField(copy, 0, colon - start, copy.length, index);
  }

  /** The whole field as text, for people. */
  @Override
  public String toString() {
    return new String(source, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
