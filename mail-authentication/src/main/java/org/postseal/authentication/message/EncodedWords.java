package org.postseal.authentication.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a field's value says once its encoded words are decoded (RFC 2047), wherever they stand: a
 * reader that decodes before it parses takes them for text, in quoted strings and comments too.
 *
 * <p>Lenient, as such readers are. A charset that is not known is read as if it were ASCII with
 * other octets beside. One pass.
 */
public final class EncodedWords {
  private static final int LONGEST_CHARSET = 64;
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /**
   * Charsets in which an octet 0x40 may be no at sign, or another octet one; and those of one octet
   * a letter, whose letters may stand in a name.
   */
  private static final Map<String, Charset> KNOWN = new HashMap<>();

  static {
    for (String name :
        List.of(
            "utf-16 utf-16be utf-16le utf-32 iso-2022-jp iso-2022-kr shift_jis sjis x-sjis cp932",
            "windows-31j euc-jp gbk gb2312 gb18030 cp936 big5 big5-hkscs euc-kr ks_c_5601-1987",
            "cp949 ibm037 cp037 ibm500 cp500 ibm273 cp273 ibm1026 cp1026 ibm1140 cp1140",
            "iso-8859-1 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7",
            "iso-8859-8 iso-8859-9 iso-8859-13 iso-8859-15 iso-8859-16 iso_8859-1 latin1 l1",
            "iso8859-1 iso8859-15 windows-1250 windows-1251 windows-1252 windows-1253",
            "windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 cp1250 cp1251",
            "cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8-r koi8-u windows-874 tis-620",
            "x-macroman x-maccyrillic cp437 ibm437 cp850 ibm850 cp852 ibm852 cp866 ibm866")) {
      Arrays.stream(name.split(" ", -1))
          .filter(Charset::isSupported)
          .forEach(charset -> KNOWN.put(charset, Charset.forName(charset)));
    }
  }

  private final String value;
  private final StringBuilder decoded = new StringBuilder();

  private EncodedWords(String value) {
    this.value = value;
  }

  /**
   * The decoded value as octets of UTF-8, one char each; NUL stands for each at sign that was there
   * before. Empty if the value has no encoded word.
   *
   * @param value one char for each octet
   */
  public static String decodedIn(String value) {
    int first = value.indexOf("=?");
    return first < 0 || value.indexOf("?=", first + 2) < 0 ? "" : new EncodedWords(value).decoded();
  }

  private String decoded() {
    int at = 0;
    boolean behindWord = false;
    while (at < value.length()) {
      int next = word(at);
      if (next > at) {
        at = next;
        behindWord = true;
        continue;
      }
      int gapEnd = behindWord ? gapEnd(at) : at;
      if (gapEnd > at && value.startsWith("=?", gapEnd)) {
        at = gapEnd;
        continue;
      }
      char c = value.charAt(at++);
      decoded.append(c == '@' ? '\0' : c);
      behindWord = false;
    }
    return decoded.toString();
  }

  /** White space between encoded words is no part of the text (RFC 2047 §6.2). */
  private int gapEnd(int from) {
    int end = from;
    while (end < value.length() && " \t\r\n".indexOf(value.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  /** {@code "=?" charset "?" encoding "?" encoded-text "?="}: the offset behind it, else from. */
  private int word(int from) {
    if (!value.startsWith("=?", from)) {
      return from;
    }
    int charsetEnd = from + 2;
    int farthest = Math.min(value.length(), charsetEnd + LONGEST_CHARSET);
    while (charsetEnd < farthest && value.charAt(charsetEnd) != '?') {
      charsetEnd++;
    }
    if (charsetEnd + 2 >= value.length()
        || charsetEnd == farthest
        || value.charAt(charsetEnd + 2) != '?') {
      return from;
    }
    int end = value.indexOf("?=", charsetEnd + 3);
    if (end < 0) {
      return from;
    }
    String text = value.substring(charsetEnd + 3, end);
    byte[] octets;
    switch (value.charAt(charsetEnd + 1)) {
      case 'b', 'B' -> octets = base64(text);
      case 'q', 'Q' -> octets = quotedPrintable(text);
      default -> {
        return from;
      }
    }
    append(value.substring(from + 2, charsetEnd).toLowerCase(Locale.ROOT), octets);
    return end + 2;
  }

  private void append(String charset, byte[] octets) {
    int language = charset.indexOf('*'); // RFC 2231 §5
    String name = language < 0 ? charset : charset.substring(0, language);
    if (name.endsWith("utf-7")) {
      utf7(new String(octets, StandardCharsets.ISO_8859_1));
      return;
    }
    Charset known = KNOWN.get(name);
    if (known != null) {
      appendUtf8(new String(octets, known));
      return;
    }
    decoded.append(new String(octets, StandardCharsets.ISO_8859_1).replace("\0", ""));
  }

  private void appendUtf8(String text) {
    decoded.append(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  /** RFC 2152: {@code "+" base64 "-"} is UTF-16. */
  private void utf7(String text) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '+') {
        decoded.append(c);
        continue;
      }
      int end = at;
      while (end < text.length() && BASE64.indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      appendUtf8(new String(base64(text.substring(at, end)), StandardCharsets.UTF_16BE));
      at = end < text.length() && text.charAt(end) == '-' ? end + 1 : end;
    }
  }

  private static byte[] base64(String text) {
    var octets = new byte[text.length()];
    int length = 0;
    int bits = 0;
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = BASE64.indexOf(text.charAt(i));
      if (text.charAt(i) == '=') {
        count = 0;
      } else if (digit >= 0) {
        bits = (bits << 6) | digit;
        count += 6;
        if (count >= 8) {
          count -= 8;
          octets[length++] = (byte) (bits >> count);
        }
      }
    }
    return Arrays.copyOf(octets, length);
  }

  private static byte[] quotedPrintable(String text) {
    var octets = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '=' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        octets[length++] = (byte) ((high << 4) | low);
        i += 2;
      } else {
        octets[length++] = (byte) (c == '_' ? ' ' : c);
      }
    }
    return Arrays.copyOf(octets, length);
  }
}
