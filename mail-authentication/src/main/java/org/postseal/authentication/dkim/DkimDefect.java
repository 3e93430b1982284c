package org.postseal.authentication.dkim;

/** Everything a signature can fail for. {@code authresults} maps each to its word of RFC 8601. */
public enum DkimDefect {
  /** The body is not the one that was signed. */
  BODY_HASH_MISMATCH,
  /** The signature does not fit header fields and key. */
  SIGNATURE_MISMATCH,

  /** The header section has lines that are no header field (RFC 6376 §3.8). */
  MALFORMED_MESSAGE,
  /** The signature field breaks RFC 6376 §3.5. */
  MALFORMED_SIGNATURE,
  /** {@code v=} is not 1. */
  UNSUPPORTED_VERSION,
  /** {@code a=} is not known here. */
  UNSUPPORTED_ALGORITHM,
  /** rsa-sha1, where it is not allowed on purpose (RFC 8301 §3.1). */
  FORBIDDEN_ALGORITHM,
  /** {@code c=} is not known here. */
  UNSUPPORTED_CANONICALIZATION,
  /** {@code q=} does not name dns/txt. */
  UNSUPPORTED_QUERY_METHOD,
  /** The domain of {@code i=} is neither {@code d=} nor below it. */
  IDENTITY_OUTSIDE_DOMAIN,
  /** {@code h=} does not name From. */
  FROM_NOT_SIGNED,
  /** {@code x=} has passed. */
  EXPIRED,
  /** {@code l=} names more octets than the body has. */
  LENGTH_BEYOND_BODY,

  /** There is no key record at the name that {@code s=} and {@code d=} give. */
  NO_KEY_RECORD,
  /** There are several, which RFC 6376 §3.6.2.2 leaves undefined. */
  SEVERAL_KEY_RECORDS,
  /** It breaks RFC 6376 §3.6.1. */
  MALFORMED_KEY_RECORD,
  /** {@code p=} is empty. */
  KEY_REVOKED,
  /** {@code k=} of the key record is not the key type of {@code a=}. */
  KEY_TYPE_MISMATCH,
  /** {@code h=} of the key record does not list the hash algorithm of {@code a=}. */
  KEY_FORBIDS_HASH,
  /** {@code s=} of the key record does not list email. */
  KEY_FORBIDS_SERVICE,
  /** {@code t=s} of the key record, and {@code i=} in a subdomain of {@code d=}. */
  KEY_FORBIDS_SUBDOMAIN,
  /** {@code p=} holds no key that can be used. */
  UNUSABLE_KEY,

  /** Valid, but the key is smaller than this Verifier accepts. */
  KEY_TOO_SMALL,
  /** Not computed: the key, or its exponent, is larger than this Verifier computes with. */
  KEY_TOO_LARGE,
  /** Valid, but {@code l=} leaves octets of the body uncovered. */
  BODY_PARTLY_COVERED,
  /** Valid, but a signed field that may stand once stands there more often. */
  REPEATED_FIELD,
  /**
   * Not looked at, or not to the end: it stands below as many signatures as this Verifier looks at,
   * or the message has cost as many public-key operations as it may.
   */
  TOO_MANY_SIGNATURES,
  /** The message was beyond a limit when its body passed, so there is no body hash. */
  BODY_NOT_HASHED,

  /** No answer about the key record now; there may be one later. */
  KEY_UNAVAILABLE
}
