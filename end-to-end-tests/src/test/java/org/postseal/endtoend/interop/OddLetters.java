package org.postseal.endtoend.interop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Messages that are legal and hard to canonicalize, always the same ones. The author is always of
 * example.com, and lines always end in CRLF: what is no message is others' business.
 */
final class OddLetters {
  private static final String CRLF = "\r\n";
  private static final List<String> ONCE = List.of("To", "Subject", "Date", "Reply-To");
  private static final List<String> REPEATABLE = List.of("X-Odd", "x-odd", "Received", "Keywords");

  private final SplittableRandom random;

  private OddLetters(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** What is odd about a message. */
  enum Oddity {
    /** {@code X-Odd : x}, which RFC 5322 §4.5.8 lets old messages have. */
    SPACE_BEFORE_COLON,
    /** A continuation line of white space alone (RFC 5322 §4.2). */
    BLANK_CONTINUATION,
    /** Two of a field that RFC 5322 §3.6 allows once. */
    REPEATED_UNIQUE,
    /** A header field without a value. */
    EMPTY_VALUE,
    /** Octets above 127 in header fields. */
    EIGHT_BIT_HEADER,
    /** Octets above 127 in the body. */
    EIGHT_BIT_BODY,
    /** A line of the body beyond RFC 5322's 998 octets. */
    LONG_LINE,
    /** Lines of white space alone, and no other. */
    BLANK_BODY,
    /** Nothing behind the header section's empty line. */
    EMPTY_BODY,
    /** A body that ends without CRLF. */
    NO_FINAL_CRLF,
    /** Empty lines at the end of the body. */
    BLANK_TAIL
  }

  /**
   * One of them.
   *
   * @param name {@code NNN-algorithm-header-body}, so that the way to sign it can be read from it
   */
  record OddLetter(String name, Set<Oddity> oddities, byte[] octets) {}

  /** Every way to sign with these keys: {@code algorithm-header-body}. */
  static List<String> manners(String... keys) {
    return Stream.of(keys)
        .flatMap(
            key ->
                Stream.of("relaxed-relaxed", "relaxed-simple", "simple-relaxed", "simple-simple")
                    .map(canonicalization -> key + "-" + canonicalization))
        .toList();
  }

  /** So many, to be signed in these manners in turn, none with one of these oddities. */
  static List<OddLetter> without(Set<Oddity> avoided, int count, List<String> manners) {
    var letters = new ArrayList<OddLetter>();
    for (long seed = 1; letters.size() < count; seed++) {
      int number = letters.size();
      String name = "%03d-%s".formatted(number, manners.get(number % manners.size()));
      OddLetter letter = new OddLetters(seed).letter(name);
      if (letter.oddities().stream().noneMatch(avoided::contains)) {
        letters.add(letter);
      }
    }
    return letters;
  }

  private OddLetter letter(String name) {
    var oddities = EnumSet.noneOf(Oddity.class);
    for (Oddity oddity : Oddity.values()) {
      if (random.nextInt(4) == 0) {
        oddities.add(oddity);
      }
    }
    if (oddities.contains(Oddity.EMPTY_BODY) || oddities.contains(Oddity.BLANK_BODY)) {
      oddities.removeAll(
          Set.of(Oddity.EIGHT_BIT_BODY, Oddity.LONG_LINE, Oddity.NO_FINAL_CRLF, Oddity.BLANK_TAIL));
    }
    var text = new StringBuilder();
    int fields = random.nextInt(9);
    int author = random.nextInt(fields + 1);
    var names = new ArrayList<>(ONCE);
    for (int i = 0; i <= fields; i++) {
      text.append(i == author ? author() : field(name(names), oddities));
    }
    if (oddities.contains(Oddity.REPEATED_UNIQUE)) {
      text.append(field("Subject", oddities)).append(field("subject", oddities));
    }
    if (oddities.contains(Oddity.SPACE_BEFORE_COLON)) {
      text.append("X-Odd \t: ").append(word()).append(CRLF);
    }
    if (oddities.contains(Oddity.BLANK_CONTINUATION)) {
      text.append("X-Odd: ").append(word()).append("\r\n \t\r\n ").append(word()).append(CRLF);
    }
    if (oddities.contains(Oddity.EMPTY_VALUE)) {
      text.append(random.nextBoolean() ? "X-Odd:" : "X-Odd:  ").append(CRLF);
    }
    text.append(CRLF);
    var octets = new ByteArrayOutputStream();
    octets.writeBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    octets.writeBytes(body(oddities).getBytes(StandardCharsets.ISO_8859_1));
    return new OddLetter(name, oddities, octets.toByteArray());
  }

  /** One that every implementation takes for a mailbox of example.com. */
  private String author() {
    return switch (random.nextInt(4)) {
      case 0 -> "From: joe@example.com\r\n";
      case 1 -> "from:\tJoe  User <joe@example.com> \r\n";
      case 2 -> "FROM: Joe\r\n\t<joe@example.com>\r\n";
      default -> "From:\r\n \"Joe, User\" <joe@example.com>\r\n";
    };
  }

  /** Any of those that may be repeated, and of the others each at most once. */
  private String name(List<String> once) {
    int which = random.nextInt(once.size() + REPEATABLE.size());
    return which < once.size() ? once.remove(which) : REPEATABLE.get(which - once.size());
  }

  private String field(String name, Set<Oddity> oddities) {
    var field = new StringBuilder(name).append(':').append(space(false));
    for (int words = 1 + random.nextInt(12); words > 0; words--) {
      field.append(oddities.contains(Oddity.EIGHT_BIT_HEADER) ? eightBit() : word());
      field.append(words == 1 ? "" : space(true));
    }
    return field.append(random.nextInt(4) == 0 ? " \t" : "").append(CRLF).toString();
  }

  /** White space between words, or none; sometimes a fold. */
  private String space(boolean needed) {
    return switch (random.nextInt(6)) {
      case 0 -> "  ";
      case 1 -> "\t";
      case 2 -> "\r\n ";
      case 3 -> " \r\n\t ";
      default -> needed || random.nextBoolean() ? " " : "";
    };
  }

  private String body(Set<Oddity> oddities) {
    if (oddities.contains(Oddity.EMPTY_BODY)) {
      return "";
    }
    if (oddities.contains(Oddity.BLANK_BODY)) {
      return " \t \r\n".repeat(1 + random.nextInt(3));
    }
    var body = new StringBuilder(word()).append(CRLF);
    for (int lines = random.nextInt(12); lines > 0; lines--) {
      body.append(line(oddities)).append(CRLF);
    }
    if (oddities.contains(Oddity.LONG_LINE)) {
      body.append("long  ".repeat(170 + random.nextInt(500))).append(CRLF);
    }
    if (oddities.contains(Oddity.BLANK_TAIL)) {
      body.append(CRLF.repeat(1 + random.nextInt(4)));
    }
    return oddities.contains(Oddity.NO_FINAL_CRLF) ? body + "no end" : body.toString();
  }

  private String line(Set<Oddity> oddities) {
    return switch (random.nextInt(9)) {
      case 0 -> "";
      case 1 -> " \t ";
      case 2 -> ".";
      case 3 -> ".." + word();
      case 4 -> word() + " \t";
      case 5 -> "From " + word();
      case 6 -> oddities.contains(Oddity.EIGHT_BIT_BODY) ? eightBit() + "\u00a0\u0085" : word();
      default -> word() + "   " + word() + "\t" + word();
    };
  }

  private String word() {
    var word = new StringBuilder();
    for (int length = 1 + random.nextInt(9); length > 0; length--) {
      word.append((char) ('!' + random.nextInt(94)));
    }
    return word.toString();
  }

  private String eightBit() {
    return random.nextBoolean() ? "gr\u00fc\u00dfe" : "\u00c3\u00bc" + word();
  }
}
