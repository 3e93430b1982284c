package org.postseal.authentication.authresults;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.domainkeys.DomainKeysOutcome;
import org.postseal.authentication.spf.SpfOutcome;

/** The result words of RFC 8601 §2.7, and the mapping of each method's results to them. */
public enum ResultWord {
  /** There was nothing to check. */
  NONE,
  /** It authenticates, and is good enough here. */
  PASS,
  /** It does not authenticate. */
  FAIL,
  /** SPF: probably not authorised, RFC 7208 §2.6.5. */
  SOFTFAIL,
  /** It authenticates, and is not good enough here. */
  POLICY,
  /** SPF: nothing is said, RFC 7208 §2.6.2. */
  NEUTRAL,
  /** It could not be found out now. */
  TEMPERROR,
  /** It cannot be found out, because something is not as it should be. */
  PERMERROR,
  /**
   * A word of our own, of the method {@code x-own-key} (RFC 8601 §2.7.7): our registry has the key,
   * and the public DNS does not.
   */
  REGISTRY_ONLY;

  /** The word as it is written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads a word in any case; empty for one that is not known here. */
  static Optional<ResultWord> parse(String word) {
    return Stream.of(values()).filter(known -> known.word().equalsIgnoreCase(word)).findFirst();
  }

  /** RFC 8601 §2.7.1. */
  public static ResultWord of(DkimOutcome outcome) {
    return switch (outcome) {
      case DkimOutcome.Success _ -> PASS;
      case DkimOutcome.Failure(DkimDefect defect, _) -> of(defect);
    };
  }

  /** RFC 8601 §2.7.1 has the words; the method is registered and deprecated. */
  public static ResultWord of(DomainKeysOutcome outcome) {
    return switch (outcome) {
      case SUCCESS -> PASS;
      case KEY_TOO_SMALL, BEYOND_LIMITS -> POLICY;
      case MISMATCH -> FAIL;
      case KEY_UNAVAILABLE -> TEMPERROR;
      case DEFECTIVE -> PERMERROR;
      case NO_SIGNATURE -> NONE;
    };
  }

  /** RFC 8601 §2.7.2. */
  public static ResultWord of(SpfOutcome outcome) {
    return switch (outcome) {
      case SpfOutcome.Pass _ -> PASS;
      case SpfOutcome.Fail _ -> FAIL;
      case SpfOutcome.SoftFail _ -> SOFTFAIL;
      case SpfOutcome.Neutral _ -> NEUTRAL;
      case SpfOutcome.None _ -> NONE;
      case SpfOutcome.TemporaryError _ -> TEMPERROR;
      case SpfOutcome.PermanentError _ -> PERMERROR;
    };
  }

  /** RFC 9989 §5.3.5. */
  public static ResultWord of(DmarcOutcome outcome) {
    return switch (outcome) {
      case DmarcOutcome.Pass _ -> PASS;
      case DmarcOutcome.Fail _ -> FAIL;
      case DmarcOutcome.None _ -> NONE;
      case DmarcOutcome.TemporaryError _ -> TEMPERROR;
      case DmarcOutcome.PermanentError _ -> PERMERROR;
    };
  }

  /** RFC 8617 §7.1 knows none, pass and fail; a key that is away is none of them. */
  public static ResultWord of(ArcOutcome outcome) {
    return switch (outcome) {
      case ArcOutcome.None _ -> NONE;
      case ArcOutcome.Pass _ -> PASS;
      case ArcOutcome.Fail _ -> FAIL;
      case ArcOutcome.KeyUnavailable _ -> TEMPERROR;
    };
  }

  private static ResultWord of(DkimDefect defect) {
    return switch (defect) {
      case BODY_HASH_MISMATCH, SIGNATURE_MISMATCH -> FAIL;
      case MALFORMED_MESSAGE,
          MALFORMED_SIGNATURE,
          UNSUPPORTED_VERSION,
          UNSUPPORTED_ALGORITHM,
          FORBIDDEN_ALGORITHM,
          UNSUPPORTED_CANONICALIZATION,
          UNSUPPORTED_QUERY_METHOD,
          IDENTITY_OUTSIDE_DOMAIN,
          FROM_NOT_SIGNED,
          EXPIRED,
          LENGTH_BEYOND_BODY,
          NO_KEY_RECORD,
          SEVERAL_KEY_RECORDS,
          MALFORMED_KEY_RECORD,
          KEY_REVOKED,
          KEY_TYPE_MISMATCH,
          KEY_FORBIDS_HASH,
          KEY_FORBIDS_SERVICE,
          KEY_FORBIDS_SUBDOMAIN,
          UNUSABLE_KEY ->
          PERMERROR;
      case KEY_TOO_SMALL,
          KEY_TOO_LARGE,
          BODY_PARTLY_COVERED,
          REPEATED_FIELD,
          TOO_MANY_SIGNATURES,
          BODY_NOT_HASHED ->
          POLICY;
      case KEY_UNAVAILABLE -> TEMPERROR;
    };
  }
}
