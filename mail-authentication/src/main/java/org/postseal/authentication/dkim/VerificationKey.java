package org.postseal.authentication.dkim;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;

/** What came of looking for the public key of a signature (RFC 6376 §6.1.2). */
public sealed interface VerificationKey {
  /** The key, and the flags of its record. */
  record Usable(PublicKey key, int bits, boolean testing, boolean strict)
      implements VerificationKey {}

  /**
   * There is none that may be used.
   *
   * @param bits size of the key, if there is one all the same
   * @param testing the key record says {@code t=y}
   */
  record Unusable(DkimOutcome.Failure failure, OptionalInt bits, boolean testing)
      implements VerificationKey {}

  /** Looks for the key of (selector, domain) that fits the algorithm. Blocks while keys do. */
  static VerificationKey find(
      KeyRecordSource keys, Selector selector, DomainName domain, SignatureAlgorithm algorithm) {
    return switch (keys.keyRecords(selector, domain)) {
      case DnsAnswer.Unavailable<String>(String reason) ->
          unusable(DkimDefect.KEY_UNAVAILABLE, "no answer about the key record: " + reason);
      case DnsAnswer.NoSuchDomain<String> _, DnsAnswer.NoRecords<String> _ ->
          unusable(DkimDefect.NO_KEY_RECORD, "there is no key record");
      case DnsAnswer.Found<String>(var records, _, _) -> among(records, algorithm);
    };
  }

  /**
   * RFC 6376 §3.6.2.2 leaves several records at one name undefined. The one is tried whose {@code
   * k=} fits the algorithm. If several do, some verifiers take the first of them, some try all; we
   * refuse to choose, for the choice could be an attacker's.
   */
  private static VerificationKey among(List<String> records, SignatureAlgorithm algorithm) {
    List<String> candidates =
        KeyRecord.fitting(records, algorithm.keyType()).stream().distinct().toList();
    if (candidates.isEmpty()) {
      return unusable(DkimDefect.NO_KEY_RECORD, "no TXT record there is a key record that fits a=");
    }
    if (candidates.size() > 1) {
      return unusable(DkimDefect.SEVERAL_KEY_RECORDS, "there are several key records");
    }
    return switch (KeyRecord.parse(candidates.getFirst())) {
      case KeyRecord.Parsed.Malformed(String reason) ->
          unusable(DkimDefect.MALFORMED_KEY_RECORD, reason);
      case KeyRecord.Parsed.WellFormed(KeyRecord record) -> of(record, algorithm);
    };
  }

  private static VerificationKey of(KeyRecord record, SignatureAlgorithm algorithm) {
    PublicKeys.Read key = PublicKeys.read(algorithm.keyType(), record.publicKey());
    Optional<DkimOutcome.Failure> forbidden = forbidden(record, algorithm);
    return switch (key) {
      case PublicKeys.Read.Usable(PublicKey usable, int bits) ->
          forbidden.isEmpty()
              ? new Usable(usable, bits, record.testing(), record.strict())
              : new Unusable(forbidden.get(), OptionalInt.of(bits), record.testing());
      case PublicKeys.Read.TooLarge large ->
          new Unusable(
              forbidden.orElse(failure(DkimDefect.KEY_TOO_LARGE, large.reason())),
              OptionalInt.of(large.bits()),
              record.testing());
      case PublicKeys.Read.Unusable(String reason) ->
          new Unusable(
              forbidden.orElse(failure(DkimDefect.UNUSABLE_KEY, reason)),
              OptionalInt.empty(),
              record.testing());
    };
  }

  private static Optional<DkimOutcome.Failure> forbidden(
      KeyRecord record, SignatureAlgorithm algorithm) {
    if (!record.allows(algorithm)) {
      return Optional.of(
          failure(DkimDefect.KEY_FORBIDS_HASH, "h= of the key record forbids the algorithm"));
    }
    if (!record.servesEmail()) {
      return Optional.of(
          failure(DkimDefect.KEY_FORBIDS_SERVICE, "s= of the key record forbids email"));
    }
    if (record.revoked()) {
      return Optional.of(failure(DkimDefect.KEY_REVOKED, "the key is revoked"));
    }
    return record.isOf(algorithm.keyType())
        ? Optional.empty()
        : Optional.of(
            failure(DkimDefect.KEY_TYPE_MISMATCH, "k= of the key record does not fit a="));
  }

  private static Unusable unusable(DkimDefect defect, String reason) {
    return new Unusable(failure(defect, reason), OptionalInt.empty(), false);
  }

  private static DkimOutcome.Failure failure(DkimDefect defect, String reason) {
    return new DkimOutcome.Failure(defect, reason);
  }
}
