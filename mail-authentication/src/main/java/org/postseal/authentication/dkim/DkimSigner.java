package org.postseal.authentication.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.HashAlgorithm;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/** The Signer of RFC 6376 §5: one DKIM-Signature per key, none covering another. */
public final class DkimSigner {
  private DkimSigner() {}

  /**
   * Signs a message with every key. RSA signatures come first, because the verifiers that stop at
   * the first signature are those that know no other kind (RFC 8463 §6 leaves the order open).
   *
   * @param bodyDigest of the body canonicalization of the profile, SHA-256, without {@code l=}
   */
  public static SigningResult sign(
      HeaderSection section,
      BodyDigest bodyDigest,
      List<SigningKey> keys,
      SigningProfile profile,
      Instant now) {
    var wanted = new BodyDigestSpec(profile.body(), HashAlgorithm.SHA256, OptionalLong.empty());
    if (!bodyDigest.spec().equals(wanted)) {
      throw new IllegalArgumentException("the body digest is not the one the profile needs");
    }
    if (section.defect().equals(Optional.of(ContentDefect.MALFORMED_LINE))) {
      return new SigningResult.Refused(ContentDefect.MALFORMED_LINE.reason());
    }
    List<String> names =
        switch (profile.names()) {
          case SigningProfile.Names.Protected _ -> ProtectedFields.namesToSign(section);
          case SigningProfile.Names.Exactly(List<String> exactly) -> exactly;
        };
    if (names.stream().noneMatch(name -> name.equalsIgnoreCase("from"))
        || section.fieldsNamed("from").isEmpty()) {
      return new SigningResult.Refused("From must be there and be signed");
    }
    var fields = new ArrayList<String>();
    for (SigningKey key : rsaFirst(keys)) {
      if (profile.identity().isPresent() && !identityFits(profile.identity().get(), key.domain())) {
        return new SigningResult.Refused("the identity is not within " + key.domain());
      }
      try {
        fields.add(field(section, bodyDigest, key, profile, names, now));
      } catch (GeneralSecurityException e) {
        return new SigningResult.Refused(Cryptography.reason(e));
      }
    }
    return new SigningResult.Signed(fields);
  }

  private static List<SigningKey> rsaFirst(List<SigningKey> keys) {
    return keys.stream().sorted(Comparator.comparing(key -> key.algorithm().keyType())).toList();
  }

  private static boolean identityFits(String identity, DomainName domain) {
    int at = identity.lastIndexOf('@');
    return at >= 0
        && DomainName.parse(identity.substring(at + 1))
            .filter(own -> own.isSameOrSubdomainOf(domain))
            .isPresent();
  }

  private static String field(
      HeaderSection section,
      BodyDigest bodyDigest,
      SigningKey key,
      SigningProfile profile,
      List<String> names,
      Instant now)
      throws GeneralSecurityException {
    var layout = new FieldLayout("DKIM-Signature:");
    layout.tag("v=1");
    layout.tag("a=" + key.algorithm().word());
    layout.tag("c=" + profile.header().word() + "/" + profile.body().word());
    layout.tag("d=" + key.domain().ascii());
    layout.tag("s=" + key.selector().ascii());
    if (!profile.queryMethods().isEmpty()) {
      layout.tag("q=" + String.join(":", profile.queryMethods()));
    }
    OptionalLong timestamp =
        switch (profile.timestamp()) {
          case SigningProfile.Timestamp.Now _ -> OptionalLong.of(now.getEpochSecond());
          case SigningProfile.Timestamp.At(long seconds) -> OptionalLong.of(seconds);
          case SigningProfile.Timestamp.None _ -> OptionalLong.empty();
        };
    timestamp.ifPresent(seconds -> layout.tag("t=" + seconds));
    switch (profile.expiration()) {
      case SigningProfile.Expiration.After(var validity) ->
          layout.tag("x=" + (timestamp.orElse(now.getEpochSecond()) + validity.toSeconds()));
      case SigningProfile.Expiration.At(long seconds) -> layout.tag("x=" + seconds);
      case SigningProfile.Expiration.Never _ -> {}
    }
    profile.identity().ifPresent(identity -> layout.tag("i=" + QuotedPrintable.encode(identity)));
    layout.list("h=", names);
    layout.tag("bh=" + Base64.getEncoder().encodeToString(bodyDigest.hash()));
    String unsigned = layout.lastTag("b=");
    return unsigned + FieldLayout.folded(signature(section, unsigned, names, key, profile));
  }

  private static String signature(
      HeaderSection section,
      String unsigned,
      List<String> names,
      SigningKey key,
      SigningProfile profile)
      throws GeneralSecurityException {
    HeaderField own =
        HeaderSection.parse(unsigned.getBytes(StandardCharsets.US_ASCII)).fields().getFirst();
    List<String> lowerCase = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    byte[] octets =
        SignedHeaderFields.octets(
            profile.header(), SignedHeaderFields.select(section, lowerCase, -1), own);
    return Base64.getEncoder()
        .encodeToString(Cryptography.sign(key.algorithm(), key.privateKey(), octets));
  }
}
