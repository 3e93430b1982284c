package org.postseal.authentication.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * The Verifier of RFC 6376 §6.1. Each signature is judged for itself, top to bottom; a key record
 * is asked for at most once per message. Immutable; safe for any number of threads.
 *
 * <p>Not done: {@code z=} is ignored, as RFC 6376 §3.5 wants it; {@code t=} in the future is no
 * error.
 */
public final class DkimVerifier {
  private final VerifierSettings settings;

  /** Takes this for good enough. */
  public DkimVerifier(VerifierSettings settings) {
    this.settings = settings;
  }

  /** The same with a budget of its own. */
  public List<DkimResult> verify(
      HeaderSection section, List<BodyDigest> bodyDigests, KeyRecordSource keys, Instant now) {
    var budget = new OperationBudget(settings.operations());
    return verify(section, bodyDigests, keys, new Circumstances(now, budget));
  }

  /**
   * When the message came, and what it may still cost.
   *
   * @param budget of the message; what is spent here, ARC and DomainKeys no longer have
   */
  public record Circumstances(Instant now, OperationBudget budget) {}

  /**
   * Verifies every DKIM-Signature of the message. Blocks while {@code keys} does.
   *
   * @return one result per DKIM-Signature field, top to bottom
   */
  public List<DkimResult> verify(
      HeaderSection section,
      List<BodyDigest> bodyDigests,
      KeyRecordSource keys,
      Circumstances circumstances) {
    KeyRecordSource oncePerMessage = keys.remembering();
    var results = new ArrayList<DkimResult>();
    for (HeaderField field : section.fieldsNamed("dkim-signature")) {
      boolean beyond = results.size() >= settings.signatures();
      results.add(
          beyond
              ? tooMany(field)
              : verify(field, new Received(section, bodyDigests, circumstances), oncePerMessage));
    }
    return results;
  }

  /** The names of the key records that {@link #verify} asks for, unless it need not. */
  public List<DomainName> keyRecordNames(HeaderSection section) {
    return section.fieldsNamed("dkim-signature").stream()
        .limit(settings.signatures())
        .flatMap(
            field ->
                switch (SignatureParser.parse(field, settings.tags())) {
                  case SignatureParser.Parsed.Defective _ -> Stream.empty();
                  case SignatureParser.Parsed.WellFormed(_, var signature) ->
                      signature.selector().keyRecordName(signature.domain()).stream();
                })
        .distinct()
        .toList();
  }

  /**
   * The signatures with whose key there would be something to verify: whatever can be judged
   * without a key is right, the body hash included, and they do not claim to be of the future. What
   * somebody else than the DNS is asked about should be one of these; all it cost so far is
   * reading.
   */
  public List<AskableSignature> askable(
      HeaderSection section, List<BodyDigest> bodyDigests, Instant now) {
    var received =
        new Received(section, bodyDigests, new Circumstances(now, new OperationBudget(0)));
    return section.fieldsNamed("dkim-signature").stream()
        .limit(settings.signatures())
        .flatMap(
            field ->
                switch (SignatureParser.parse(field, settings.tags())) {
                  case SignatureParser.Parsed.Defective _ -> Stream.empty();
                  case SignatureParser.Parsed.WellFormed(_, var signature) ->
                      new Attempt(signature, received).askable().stream();
                })
        .toList();
  }

  private static DkimResult tooMany(HeaderField field) {
    return new DkimResult(
        new DkimResult.Claims(
            field.index(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ""),
        OptionalInt.empty(),
        false,
        List.of(),
        failure(DkimDefect.TOO_MANY_SIGNATURES, "too many signatures"));
  }

  /** The message, for one of its signatures. */
  private record Received(
      HeaderSection section, List<BodyDigest> bodyDigests, Circumstances circumstances) {}

  private DkimResult verify(HeaderField field, Received message, KeyRecordSource keys) {
    return switch (SignatureParser.parse(field, settings.tags())) {
      case SignatureParser.Parsed.Defective(var claims, var failure) ->
          new DkimResult(claims, OptionalInt.empty(), false, List.of(), failure);
      case SignatureParser.Parsed.WellFormed(var claims, var signature) -> {
        var attempt = new Attempt(signature, message);
        DkimOutcome outcome = attempt.outcome(keys);
        yield new DkimResult(
            claims,
            attempt.keyBits,
            attempt.testing,
            ProtectedFields.uncovered(message.section(), signature.signedNames()),
            outcome);
      }
    };
  }

  /** One signature on its way through RFC 6376 §6.1; keeps what the report needs on the side. */
  private final class Attempt {
    private final DkimSignature signature;
    private final HeaderSection section;
    private final List<BodyDigest> bodyDigests;
    private final Instant now;
    private final OperationBudget budget;
    private OptionalInt keyBits = OptionalInt.empty();
    private boolean testing;

    Attempt(DkimSignature signature, Received message) {
      this.signature = signature;
      this.section = message.section();
      this.bodyDigests = message.bodyDigests();
      this.now = message.circumstances().now();
      this.budget = message.circumstances().budget();
    }

    DkimOutcome outcome(KeyRecordSource keys) {
      return beforeTheKey().orElseGet(() -> withKeyRecord(keys));
    }

    /** §6.1.1: what can be judged without asking anybody. */
    private Optional<DkimOutcome> beforeTheKey() {
      if (section.defect().equals(Optional.of(ContentDefect.MALFORMED_LINE))) {
        return Optional.of(
            failure(
                DkimDefect.MALFORMED_MESSAGE,
                "the header section has a line that is no header field"));
      }
      if (signature.algorithm() == SignatureAlgorithm.RSA_SHA1
          && settings.sha1() == VerifierSettings.Sha1.REFUSED) {
        return Optional.of(failure(DkimDefect.FORBIDDEN_ALGORITHM, "rsa-sha1 is not accepted"));
      }
      if (signature.expiration().isPresent()
          && signature.expiration().getAsLong() < now.getEpochSecond()) {
        return Optional.of(failure(DkimDefect.EXPIRED, "the signature has expired"));
      }
      return Optional.empty();
    }

    Optional<AskableSignature> askable() {
      boolean isOfTheFuture =
          signature.times().timestamp().isPresent()
              && signature.times().timestamp().getAsLong()
                  > now.plus(AskableSignature.CLOCKS_DIFFER).getEpochSecond();
      return isOfTheFuture || beforeTheKey().or(this::ofTheBody).isPresent()
          ? Optional.empty()
          : Optional.of(
              new AskableSignature(
                  signature.field().index(),
                  signature.selector(),
                  signature.domain(),
                  signature.queryMethods()));
    }

    /** §6.1.2: the public key. */
    private DkimOutcome withKeyRecord(KeyRecordSource keys) {
      return switch (VerificationKey.find(
          keys, signature.selector(), signature.domain(), signature.algorithm())) {
        case VerificationKey.Unusable(var failure, OptionalInt bits, boolean isTesting) -> {
          keyBits = bits;
          testing = isTesting;
          yield failure;
        }
        case VerificationKey.Usable key -> {
          keyBits = OptionalInt.of(key.bits());
          testing = key.testing();
          yield key.strict() && !signature.identityDomain().equals(signature.domain())
              ? failure(
                  DkimDefect.KEY_FORBIDS_SUBDOMAIN,
                  "t=s of the key record forbids i= in a subdomain")
              : compute(key);
        }
      };
    }

    /** §6.1.3: the body. */
    private Optional<DkimOutcome> ofTheBody() {
      Optional<BodyDigest> digest = digest(signature.bodyDigest());
      if (digest.isEmpty()) {
        return Optional.of(failure(DkimDefect.BODY_NOT_HASHED, "the message is beyond a limit"));
      }
      if (covered(digest.get()) > digest.get().canonicalLength()) {
        return Optional.of(failure(DkimDefect.LENGTH_BEYOND_BODY, "l= is more than the body has"));
      }
      return MessageDigest.isEqual(digest.get().hash(), signature.bodyHash())
          ? Optional.empty()
          : Optional.of(failure(DkimDefect.BODY_HASH_MISMATCH, "the body hash does not verify"));
    }

    private long covered(BodyDigest digest) {
      return signature.bodyDigest().length().orElse(digest.canonicalLength());
    }

    /** §6.1.3: the hashes, then the signature, then what this Verifier wants on top. */
    private DkimOutcome compute(VerificationKey.Usable key) {
      return ofTheBody().orElseGet(() -> computeSignature(key));
    }

    private DkimOutcome computeSignature(VerificationKey.Usable key) {
      byte[] octets = signedOctets();
      if (!budget.spend(octets.length)) {
        return failure(DkimDefect.TOO_MANY_SIGNATURES, OperationBudget.USED_UP);
      }
      if (!Cryptography.verifies(signature.algorithm(), key.key(), octets, signature.signature())) {
        return failure(DkimDefect.SIGNATURE_MISMATCH, "the signature does not verify");
      }
      if (signature.algorithm().keyType() == KeyType.RSA
          && key.bits() < settings.minimumRsaBits()) {
        return failure(DkimDefect.KEY_TOO_SMALL, "the key has only " + key.bits() + " bits");
      }
      var digest = digest(signature.bodyDigest()).orElseThrow();
      long uncovered = digest.canonicalLength() - covered(digest);
      if (uncovered > 0) {
        return failure(
            DkimDefect.BODY_PARTLY_COVERED,
            "l= leaves " + uncovered + " octets of the body uncovered");
      }
      return RepeatedFields.firstOf(section, signature.signedNames())
          .map(
              name ->
                  (DkimOutcome)
                      failure(
                          DkimDefect.REPEATED_FIELD,
                          name + " may stand once and stands more often"))
          .orElseGet(DkimOutcome.Success::new);
    }

    private Optional<BodyDigest> digest(BodyDigestSpec spec) {
      return bodyDigests.stream().filter(digest -> digest.spec().equals(spec)).findFirst();
    }

    private byte[] signedOctets() {
      HeaderField field = signature.field();
      return SignedHeaderFields.octets(
          signature.headerCanonicalization(),
          SignedHeaderFields.select(section, signature.signedNames(), field.index()),
          field.without(
              signature.signatureTag().valueStart(), signature.signatureTag().valueEnd()));
    }
  }

  private static DkimOutcome.Failure failure(DkimDefect defect, String reason) {
    return new DkimOutcome.Failure(defect, reason);
  }
}
