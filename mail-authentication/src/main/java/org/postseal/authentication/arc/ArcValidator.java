package org.postseal.authentication.arc;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.dkim.Cryptography;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimVerifier.Circumstances;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.KeyType;
import org.postseal.authentication.dkim.OperationBudget;
import org.postseal.authentication.dkim.RepeatedFields;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SignedHeaderFields;
import org.postseal.authentication.dkim.VerificationKey;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.taglist.Tag;

/**
 * Validates a chain in the steps of RFC 8617 §5.2. Immutable; safe for any number of threads.
 *
 * <p>Stricter than RFC 8617: a message signature whose {@code l=} leaves octets of the body
 * uncovered does not verify, and keys have a least size.
 */
public final class ArcValidator {
  private final int minimumRsaBits;

  /**
   * Takes keys from a size on.
   *
   * @param minimumRsaBits a smaller RSA key makes a chain fail
   */
  public ArcValidator(int minimumRsaBits) {
    this.minimumRsaBits = minimumRsaBits;
  }

  /** The same with a budget of its own. */
  public ArcResult validate(
      HeaderSection section, List<BodyDigest> bodyDigests, KeyRecordSource keys, Instant now) {
    return validate(section, bodyDigests, keys, new Circumstances(now, new OperationBudget()));
  }

  /** The chain's status; beyond the budget it fails. Blocks while {@code keys} does. */
  public ArcResult validate(
      HeaderSection section,
      List<BodyDigest> bodyDigests,
      KeyRecordSource keys,
      Circumstances circumstances) {
    if (!ArcSet.any(section)) {
      return new ArcResult(new ArcOutcome.None(), 0, List.of(), List.of());
    }
    var chain = new Chain(section, bodyDigests, keys.remembering(), circumstances);
    ArcOutcome outcome = chain.outcome();
    return new ArcResult(
        outcome, ArcSet.highestInstance(section), ArcSet.claimedSealers(section), chain.sealed);
  }

  /** Whether the message carries a chain, or something of one. */
  public static boolean isSealed(HeaderSection section) {
    return ArcSet.any(section);
  }

  /** The domains that the seals claim, newest first; nothing of it is proven. */
  public static List<DomainName> claimedSealers(HeaderSection section) {
    return ArcSet.claimedSealers(section);
  }

  private final class Chain {
    private final HeaderSection section;
    private final List<BodyDigest> bodyDigests;
    private final KeyRecordSource keys;
    private final Instant now;
    private List<SealedSet> sealed = List.of();
    private final OperationBudget budget;

    Chain(
        HeaderSection section,
        List<BodyDigest> bodyDigests,
        KeyRecordSource keys,
        Circumstances circumstances) {
      this.section = section;
      this.bodyDigests = bodyDigests;
      this.keys = keys;
      this.now = circumstances.now();
      this.budget = circumstances.budget();
    }

    ArcOutcome outcome() {
      try {
        return steps();
      } catch (Malformed e) {
        return new ArcOutcome.Fail(e.reason());
      }
    }

    private ArcOutcome steps() throws Malformed {
      if (section.defect().equals(Optional.of(ContentDefect.MALFORMED_LINE))) {
        throw new Malformed(ContentDefect.MALFORMED_LINE.reason());
      }
      List<ArcSet> sets = ArcSet.all(section);
      if (sets.getLast().chainValidation().equals("fail")) {
        throw new Malformed("the newest seal says that the chain had failed");
      }
      for (ArcSet set : sets) {
        if (!set.chainValidation().equals(set.instance() == 1 ? "none" : "pass")) {
          throw new Malformed("cv= of instance " + set.instance() + " does not fit its place");
        }
      }
      var needed = new ArrayList<Verified>();
      var newest = notWrong(messageSignature(sets.getLast()));
      needed.add(newest);
      var messages = messageSignatures(sets, newest);
      var seals = new ArrayList<Verified>();
      for (ArcSet set : sets.reversed()) {
        seals.add(notWrong(seal(sets.subList(0, set.instance()), set.seal())));
      }
      needed.addAll(seals);
      sealed = sealedSets(sets.reversed(), seals, messages);
      return Verified.status(needed, oldestPass(sets.size(), messages));
    }

    private static Verified notWrong(Verified verified) throws Malformed {
      if (verified instanceof Verified.Wrong(var reason)) {
        throw new Malformed(reason);
      }
      return verified;
    }

    /** Newest first; those below one that is wrong are not looked at and count as wrong. */
    private List<Verified> messageSignatures(List<ArcSet> sets, Verified newest) {
      var verified = new ArrayList<Verified>(List.of(newest));
      Verified last = newest;
      for (ArcSet set : sets.reversed().subList(1, sets.size())) {
        last = last instanceof Verified.Wrong ? last : messageSignature(set);
        verified.add(last);
      }
      return verified;
    }

    /** RFC 8617 §5.2: the lowest instance down to which all verify, 0 if all do. */
    private static int oldestPass(int newest, List<Verified> messages) {
      int valid = 0;
      while (valid < messages.size() && messages.get(valid) instanceof Verified.Valid) {
        valid++;
      }
      return valid == newest ? 0 : newest - valid + 1;
    }

    private List<SealedSet> sealedSets(
        List<ArcSet> newestFirst, List<Verified> seals, List<Verified> messages) throws Malformed {
      var all = new ArrayList<SealedSet>();
      for (int i = 0; i < newestFirst.size(); i++) {
        ArcSet set = newestFirst.get(i);
        all.add(
            new SealedSet(
                set.instance(),
                set.seal().domain(),
                set.resultsPayload(),
                seals.get(i).asSeal(),
                isBoundToItsAuthor(set)
                    ? messages.get(i).asMessageSignature()
                    : SealedSet.Content.ALTERED));
      }
      return List.copyOf(all);
    }

    /** Its message signature covers From, and no signed field stands there too often. */
    private boolean isBoundToItsAuthor(ArcSet set) {
      try {
        List<String> names = signedNames(set.messageSignature());
        return names.contains("from") && RepeatedFields.firstOf(section, names).isEmpty();
      } catch (Malformed _) {
        return false;
      }
    }

    private Verified messageSignature(ArcSet set) {
      try {
        return verifyMessageSignature(set);
      } catch (Malformed e) {
        return new Verified.Wrong(e.reason());
      }
    }

    /** RFC 8617 §4.1.2: as a DKIM-Signature, but without {@code v=}, and {@code i=} a number. */
    private Verified verifyMessageSignature(ArcSet set) throws Malformed {
      ArcTags tags = set.messageSignature();
      List<String> names = signedNames(tags);
      Canonicalization how = headerCanonicalization(tags);
      if (tags.seconds("x").orElse(Long.MAX_VALUE) < now.getEpochSecond()) {
        throw tags.malformed("the signature has expired");
      }
      BodyDigest digest =
          BodyDigestSpec.askedBy(tags.tags(), BodyDigestSpec.UNSAID_IN_ARC)
              .flatMap(spec -> bodyDigests.stream().filter(d -> d.spec().equals(spec)).findFirst())
              .orElseThrow(() -> tags.malformed("there is no such digest of the body"));
      if (digest.spec().length().orElse(digest.canonicalLength()) != digest.canonicalLength()) {
        throw tags.malformed("l= is not the length of the body");
      }
      if (!MessageDigest.isEqual(digest.hash(), tags.base64("bh"))) {
        throw tags.malformed("the body hash of instance " + set.instance() + " does not verify");
      }
      return verify(tags, how, SignedHeaderFields.select(section, names, tags.field().index()));
    }

    /** RFC 8617 §5.1.1: a seal covers all sets up to its own, oldest first. */
    private Verified seal(List<ArcSet> sets, ArcTags seal) throws Malformed {
      if (seal.find("h").isPresent()) {
        throw seal.malformed("h= may not be there");
      }
      return verify(seal, Canonicalization.RELAXED, sealed(sets));
    }

    private Verified verify(ArcTags tags, Canonicalization how, List<HeaderField> covered)
        throws Malformed {
      tags.seconds("t");
      byte[] signature = tags.base64("b");
      SignatureAlgorithm algorithm = tags.algorithm();
      return switch (VerificationKey.find(keys, tags.selector(), tags.domain(), algorithm)) {
        case VerificationKey.Unusable(var failure, _, _) -> {
          var reason = failure.reason();
          yield failure.defect() == DkimDefect.KEY_UNAVAILABLE
              ? new Verified.KeyAway(reason)
              : new Verified.KeyMissing(tags.malformed(reason).reason());
        }
        case VerificationKey.Usable key -> {
          if (algorithm.keyType() == KeyType.RSA && key.bits() < minimumRsaBits) {
            throw tags.malformed("the key has only " + key.bits() + " bits");
          }
          byte[] octets = SignedHeaderFields.octets(how, covered, tags.withoutSignature());
          if (!budget.spend(octets.length)) {
            throw new Malformed(OperationBudget.USED_UP);
          }
          if (!Cryptography.verifies(algorithm, key.key(), octets, signature)) {
            throw tags.malformed(
                "the signature of instance " + tags.instance() + " does not verify");
          }
          yield new Verified.Valid();
        }
      };
    }
  }

  /** The fields that the seal of the newest of these sets covers, but for that seal itself. */
  private static List<HeaderField> sealed(List<ArcSet> sets) {
    var covered = new ArrayList<HeaderField>();
    for (ArcSet set : sets) {
      covered.add(set.results());
      covered.add(set.messageSignature().field());
      if (set.instance() < sets.size()) {
        covered.add(set.seal().field());
      }
    }
    return covered;
  }

  /** {@code h=} may be empty here, and hold empty names, which select nothing. */
  private static List<String> signedNames(ArcTags tags) throws Malformed {
    Tag h = tags.find("h").orElseThrow(() -> tags.malformed("there is no h="));
    var names = new ArrayList<String>();
    for (String part : h.text().split(":", -1)) {
      String name = part.strip().toLowerCase(Locale.ROOT);
      if (!name.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw tags.malformed("h= holds what is no name of a header field");
      }
      if (name.equals(ArcSet.SEAL)) {
        throw tags.malformed("h= names ARC-Seal");
      }
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private static Canonicalization headerCanonicalization(ArcTags tags) throws Malformed {
    Optional<Tag> c = tags.find("c");
    if (c.isEmpty()) {
      return BodyDigestSpec.UNSAID_IN_ARC;
    }
    String text = c.get().compact();
    int slash = text.indexOf('/');
    return Canonicalization.parse(slash < 0 ? text : text.substring(0, slash))
        .orElseThrow(() -> tags.malformed("c= is not a canonicalization known"));
  }
}
