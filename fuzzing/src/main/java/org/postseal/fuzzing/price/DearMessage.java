package org.postseal.fuzzing.price;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.ArcSealer;
import org.postseal.authentication.arc.SealingProfile;
import org.postseal.authentication.arc.SealingResult;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.fuzzing.price.DearKeys.ChainKey;

/** The message of a recipe, and what the DNS says about it. The body is empty. */
final class DearMessage {
  static final String OURS = "mx.receiver.example";
  static final String SEALER = "sealer.example";
  private static final String BODY_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private static final int ROOM = DigestLimits.DEFAULT.headerSectionOctets() - 4;

  private final Recipe recipe;
  private final Random random = new Random(7);
  private final String domain;
  private final StringBuilder text = new StringBuilder();

  private DearMessage(Recipe recipe) {
    this.recipe = recipe;
    this.domain = domain(recipe);
  }

  /** The octets: as much of it as a header section holds. */
  static byte[] octets(Recipe recipe, ChainKey kind) {
    return new DearMessage(recipe).sealed(kind);
  }

  static String domain(Recipe recipe) {
    String label = recipe.of(Ingredient.U_LABELS) == 0 ? "l" : "äö";
    return IntStream.range(0, recipe.of(Ingredient.LABELS))
            .mapToObj(i -> label + ".")
            .collect(Collectors.joining())
        + "sender.example";
  }

  static GenerousDns dns(Recipe recipe) {
    return new GenerousDns(DearKeys::record, spf(recipe), recipe.of(Ingredient.RECORDS));
  }

  private static String spf(Recipe recipe) {
    return IntStream.range(0, recipe.of(Ingredient.SPF_TERMS))
        .mapToObj(i -> spfTerm(recipe, i))
        .collect(Collectors.joining(" ", "v=spf1 ", " ?all exp=e.%{d}"));
  }

  private static String spfTerm(Recipe recipe, int i) {
    return switch (recipe.of(Ingredient.SPF_KIND)) {
      case 0 -> "mx:m" + i + ".sender.example";
      case 1 -> "a:%{l1r-}.a" + i + ".%{d3}";
      case 2 -> "include:i" + i + ".%{o}";
      case 3 -> "ptr:p" + i + ".sender.example";
      case 4 -> "exists:%{ir}.%{v}.%{l5r.}.e" + i + ".%{d}";
      default -> "ip4:192.0.2." + i + "/32";
    };
  }

  private String written() {
    int number = 0;
    number = signatures(Ingredient.RSA_2048, 'a', "rsa-sha256", number);
    number = signatures(Ingredient.RSA_4096, 'b', "rsa-sha256", number);
    number = signatures(Ingredient.RSA_LONG_EXPONENT, 'c', "rsa-sha256", number);
    signatures(Ingredient.ED25519, 'e', "ed25519-sha256", number);
    for (int i = 0; i < recipe.of(Ingredient.DOMAIN_KEYS); i++) {
      text.append("DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; s=c" + i + "; d=" + domain)
          .append("; h=from:x; b=" + DearKeys.signature('c', random) + "\r\n");
    }
    for (int i = 0; i < recipe.of(Ingredient.CLAIMS); i++) {
      text.append("Authentication-Results: (c) " + OURS + " 1; spf=pass\r\n");
    }
    from();
    for (int i = 0; i < recipe.of(Ingredient.OTHER_FIELDS); i++) {
      text.append("y" + i + ":\r\n");
    }
    String gap = " ".repeat(1 + recipe.of(Ingredient.GAPS));
    int octets = Math.min(recipe.of(Ingredient.COVERED_OCTETS) * 100, ROOM - text.length() - 8);
    text.append("x:" + ("a" + gap).repeat(Math.max(0, octets / (1 + gap.length()))) + "\r\n");
    return text.append("\r\n").toString();
  }

  /** The oldest is nobody's; those above it are right, and so are looked at before it. */
  private byte[] sealed(ChainKey kind) {
    int sets = recipe.of(Ingredient.ARC_SETS);
    if (sets == 0) {
      return written().getBytes(StandardCharsets.UTF_8);
    }
    String seal = DearKeys.signature('c', random);
    byte[] message =
        ("ARC-Seal: i=1; a=rsa-sha256; cv=none; d=" + SEALER + "; s=c0; b=" + seal)
            .concat("\r\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=" + SEALER)
            .concat("; s=c0; h=from:x; bh=" + BODY_HASH + "; b=" + seal)
            .concat("\r\nARC-Authentication-Results: i=1; " + SEALER + "; none\r\n" + written())
            .getBytes(StandardCharsets.UTF_8);
    var profile =
        new SealingProfile(
            DearKeys.signing(kind), "evil.example", Optional.of(List.of("from", "x")));
    var results =
        Collections.nCopies(recipe.of(Ingredient.ARC_RESULTS), "dkim=pass (a) header.d=b.example");
    for (int i = 1; i < sets; i++) {
      var digester = MessageDigester.forSealing(DigestLimits.DEFAULT);
      digester.update(message, 0, message.length);
      var body =
          digester.finish().bodyDigests().stream()
              .filter(one -> one.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
              .findFirst();
      if (body.isEmpty()) {
        break; // more than is taken in
      }
      var toSeal = new ArcSealer.SealedMessage(HeaderSection.parse(message), body.get(), results);
      var chain = new ArcResult(new ArcOutcome.Pass(0), i, List.of(), List.of());
      if (!(ArcSealer.seal(toSeal, chain, profile, 1)
          instanceof SealingResult.Sealed(var fields))) {
        break;
      }
      var set = (String.join("\r\n", fields) + "\r\n").getBytes(StandardCharsets.UTF_8);
      if (set.length + message.length > ROOM) {
        break;
      }
      var whole = Arrays.copyOf(set, set.length + message.length);
      System.arraycopy(message, 0, whole, set.length, message.length);
      message = whole;
    }
    return message;
  }

  private int signatures(Ingredient kind, char letter, String algorithm, int number) {
    String tags =
        IntStream.range(0, recipe.of(Ingredient.TAGS))
            .mapToObj(i -> "t" + i + "=;")
            .collect(Collectors.joining());
    for (int i = 0; i < recipe.of(kind); i++) {
      text.append("DKIM-Signature: v=1; a=" + algorithm + "; c=relaxed/relaxed; d=" + domain)
          .append("; s=" + letter + (number + i) + "; h=from:x; " + tags)
          .append("bh=" + BODY_HASH + "; b=" + DearKeys.signature(letter, random) + "\r\n");
    }
    return number + recipe.of(kind);
  }

  private void from() {
    text.append("From: ")
        .append("=?utf-8?q?=C3=A4=40?= ".repeat(recipe.of(Ingredient.ENCODED_WORDS)))
        .append("<a@" + domain + ">");
    for (int i = 0; i < recipe.of(Ingredient.AUTHORS); i++) {
      text.append(", b" + i + "@" + domain);
    }
    text.append("\r\n");
  }
}
