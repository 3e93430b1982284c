package org.postseal.authentication.arc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.postseal.authentication.dkim.Cryptography;
import org.postseal.authentication.dkim.ProtectedFields;
import org.postseal.authentication.dkim.SignedHeaderFields;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * Adds the next ARC set to a message (RFC 8617 §5.1). The tags stand in the order of their names,
 * and lines are folded between tags only, not within a signature, so that anybody can foretell the
 * octets.
 */
public final class ArcSealer {
  /** A space, not a tab: dkimpy 1.1 finds a message signature only by the text {@code " i=1;"}. */
  private static final String FOLD = ";\r\n ";

  private ArcSealer() {}

  /**
   * Seals a message.
   *
   * @param chain what validating the chain gave just now
   * @param timestamp {@code t=}, in seconds since 1970
   */
  public static SealingResult seal(
      SealedMessage message, ArcResult chain, SealingProfile profile, long timestamp) {
    HeaderSection section = message.section();
    if (!message.bodyDigest().spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES)) {
      throw new IllegalArgumentException("the body digest is not the one a seal needs");
    }
    if (section.defect().isPresent()) {
      return new SealingResult.Refused(section.defect().get().reason());
    }
    if (newestSealSaysFail(section)) {
      return new SealingResult.LeftAlone();
    }
    int instance = chain.instances() + 1;
    if (instance > ArcTags.MAX_INSTANCE) {
      return new SealingResult.Refused("the chain has as many sets as it may have");
    }
    try {
      return new SealingResult.Sealed(fields(message, chain, profile, timestamp));
    } catch (GeneralSecurityException e) {
      return new SealingResult.Refused(Cryptography.reason(e));
    } catch (Malformed e) {
      return new SealingResult.Refused(e.reason());
    }
  }

  /**
   * A message to be sealed.
   *
   * @param bodyDigest relaxed, SHA-256, of the whole body
   * @param results what this handler has found out about it, as its Authentication-Results say it
   */
  public record SealedMessage(HeaderSection section, BodyDigest bodyDigest, List<String> results) {
    public SealedMessage {
      results = List.copyOf(results);
    }
  }

  private static boolean newestSealSaysFail(HeaderSection section) {
    int newest = ArcSet.highestInstance(section);
    for (HeaderField field : section.fieldsNamed(ArcSet.SEAL)) {
      try {
        ArcTags tags = ArcTags.of(field);
        if (tags.instance() == newest && tags.required("cv").text().equalsIgnoreCase("fail")) {
          return true;
        }
      } catch (Malformed _) {
        // a seal that says nothing
      }
    }
    return false;
  }

  private static List<String> fields(
      SealedMessage message, ArcResult chain, SealingProfile profile, long timestamp)
      throws GeneralSecurityException, Malformed {
    int instance = chain.instances() + 1;
    SigningKey key = profile.key();
    HeaderSection section = message.section();
    String results = results(message, profile.authservId(), instance);
    List<String> names = profile.names().orElseGet(() -> defaultNames(section));
    HeaderSection withResults = prepended(results, section);
    List<HeaderField> selected =
        SignedHeaderFields.select(
            withResults, names.stream().map(n -> n.toLowerCase(Locale.ROOT)).toList(), -1);
    String messageSignature =
        signed(
            new String[] {
              "ARC-Message-Signature:",
              "a=" + key.algorithm().word(),
              "b=",
              "bh=" + Base64.getEncoder().encodeToString(message.bodyDigest().hash()),
              "c=relaxed/relaxed",
              "d=" + key.domain().ascii(),
              "h=" + String.join(":", names),
              "i=" + instance,
              "s=" + key.selector().ascii(),
              "t=" + timestamp
            },
            selected,
            key);
    String status =
        switch (chain.outcome()) {
          case ArcOutcome.None _ -> "none";
          case ArcOutcome.Pass _ -> "pass";
          case ArcOutcome.Fail _ -> "fail";
          case ArcOutcome.KeyUnavailable(String reason) -> throw new Malformed(reason);
        };
    HeaderSection withSignature = prepended(messageSignature, withResults);
    String seal =
        signed(
            new String[] {
              "ARC-Seal:",
              "a=" + key.algorithm().word(),
              "b=",
              "cv=" + status,
              "d=" + key.domain().ascii(),
              "i=" + instance,
              "s=" + key.selector().ascii(),
              "t=" + timestamp
            },
            covered(withSignature, chain),
            key);
    return List.of(seal, messageSignature, results);
  }

  /** RFC 8617 §5.1.1: all sets, oldest first; with cv=fail only the new one (§5.1.2). */
  private static List<HeaderField> covered(HeaderSection section, ArcResult chain)
      throws Malformed {
    var covered = new ArrayList<HeaderField>();
    if (chain.outcome() instanceof ArcOutcome.Pass) {
      for (ArcSet set : ArcSet.all(chainOf(section))) {
        covered.add(set.results());
        covered.add(set.messageSignature().field());
        covered.add(set.seal().field());
      }
    }
    covered.add(section.fields().get(1));
    covered.add(section.fields().get(0));
    return covered;
  }

  /** The section without the two fields of the new set on top. */
  private static HeaderSection chainOf(HeaderSection section) {
    return HeaderSection.parse(section.octetsWithout(section.fields().subList(0, 2)));
  }

  private static String results(SealedMessage message, String authservId, int instance) {
    var text = new StringBuilder("ARC-Authentication-Results: i=" + instance + "; " + authservId);
    if (message.results().isEmpty()) {
      return text.append("; none").toString(); // RFC 8601 §2.2: no-result
    }
    for (String results : message.results()) {
      text.append(";\r\n\t").append(results);
    }
    return text.toString();
  }

  /** Our own list, and the signatures that are there. */
  private static List<String> defaultNames(HeaderSection section) {
    var names = new ArrayList<>(ProtectedFields.namesToSign(section));
    section.fieldsNamed("dkim-signature").forEach(_ -> names.add("dkim-signature"));
    return names;
  }

  private static HeaderSection prepended(String field, HeaderSection section) {
    byte[] octets = octets(field + "\r\n");
    byte[] all = new byte[octets.length + section.octets().length];
    System.arraycopy(octets, 0, all, 0, octets.length);
    System.arraycopy(section.octets(), 0, all, octets.length, section.octets().length);
    return HeaderSection.parse(all);
  }

  /** Lays out a field from its name and tags, of which {@code b=} is filled in. */
  private static String signed(String[] parts, List<HeaderField> covered, SigningKey key)
      throws GeneralSecurityException {
    HeaderField unsigned = HeaderSection.parse(octets(laidOut(parts, ""))).fields().getFirst();
    byte[] signature =
        Cryptography.sign(
            key.algorithm(),
            key.privateKey(),
            SignedHeaderFields.octets(Canonicalization.RELAXED, covered, unsigned));
    return laidOut(parts, Base64.getEncoder().encodeToString(signature));
  }

  private static String laidOut(String[] parts, String signature) {
    var text = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      text.append(i == 1 ? " " : FOLD).append(parts[i]);
      if (parts[i].equals("b=")) {
        text.append(signature);
      }
    }
    return text.toString();
  }

  /** The results that are carried over may hold any octet. */
  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
