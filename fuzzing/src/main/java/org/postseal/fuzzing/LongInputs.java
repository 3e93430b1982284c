package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Inputs as long as a header section may be, made of one or two small pieces over and over, perhaps
 * with another in the middle: what takes time that grows faster than its input shows here. Each
 * ends within {@link Pace}'s limits.
 */
public final class LongInputs {
  private static final int LENGTH = 256 * 1024;
  private static final int PAIRS = 20;

  private static final List<String> PIECES =
      List.of(
          "a",
          " ",
          "\t",
          "\r\n",
          "\r\n ",
          "\r",
          "\n",
          "\0",
          "\1",
          "\u00ff",
          "\u00c3\u00a4",
          "(",
          ")",
          "\"",
          "\\",
          "<",
          ">",
          "@",
          ",",
          ";",
          ":",
          "=",
          ".",
          "-",
          "_",
          "%",
          "/",
          "[",
          "]",
          "{",
          "}",
          "1",
          "a@b.example,",
          "<@a,",
          "@a:",
          "a:",
          "a=b;",
          "b=;",
          "v=1;",
          "(\\)",
          "\"a\"",
          "a.b",
          "h=from:",
          "from:",
          "t#=;",
          "#=",
          "a@b#.example,",
          "a@\u00c3\u00bc#.example,",
          "X#:\r\n",
          "h#:",
          "gateway.spf=pass;",
          "d=\u00c3\u009f#;",
          "DKIM-Signature: v=1; a=rsa-sha256; b=\r\n",
          "DKIM-Signature: a=rsa-sha256; l=1\r\n",
          "From: a@b.example\r\n",
          "From:\r\n",
          "Authentication-Results: mx.receiver.example;\r\n",
          "ARC-Seal: i=1; cv=none\r\n",
          "ARC-Authentication-Results: i=1;\r\n",
          "ARC-Message-Signature: i=1;\r\n",
          "DomainKey-Signature: c=nofws; h=from:a\r\n",
          "A:\r\n",
          "v=spf1 ",
          "a:b.example ",
          "%{s}",
          "%{l1r-}",
          "exists:%{h}.x ",
          "include:a.b ",
          "v=DMARC1;p=none;",
          "rua=mailto:a@b,",
          "NOOP\r\n",
          "250-x\r\n",
          "250 x\r\n",
          ".\r\n",
          "\r\n.",
          "{\"a\":",
          "[",
          "envelope={}\n");

  private LongInputs() {}

  /** Attacks with all of them; returns what the dearest cost. */
  public static String attack(Target target) {
    var pace = new Pace(target.attack().get());
    var random = new Random(20261123);
    for (String piece : PIECES) {
      attack(pace, nuls(random), piece, "", piece);
    }
    for (int i = 0; i < PAIRS; i++) {
      attack(pace, nuls(random), any(random), any(random), any(random));
    }
    return pace.report();
  }

  /** Half of the length; a hash sign stands for a number, so that no piece is like another. */
  private static String filled(String piece) {
    if (piece.indexOf('#') < 0) {
      return piece.repeat(LENGTH / 2 / piece.length());
    }
    return IntStream.range(10_000, 10_000 + LENGTH / 2 / (piece.length() + 4))
        .mapToObj(i -> piece.replace("#", String.valueOf(i)))
        .collect(Collectors.joining());
  }

  private static String nuls(Random random) {
    return "\0".repeat(random.nextInt(4));
  }

  private static String any(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  /** Half of the input is made of one piece, the other half of another. */
  private static void attack(Pace pace, String start, String one, String middle, String two) {
    String text = start + filled(one) + middle + filled(two);
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    pace.run(octets, start.length() + " NULs, then " + one + ", " + middle + " and " + two);
  }
}
