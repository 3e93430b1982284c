package org.postseal.authentication.dkim;

import java.util.List;
import java.util.OptionalLong;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.taglist.Tag;

/**
 * A well-formed signature: a DKIM-Signature (RFC 6376 §3.5), or the same tags of an
 * ARC-Message-Signature.
 *
 * @param signatureTag {@code b=} with its place in the field
 * @param identityDomain the domain of {@code i=}, which is {@code d=} or below it
 * @param signedNames {@code h=}, in lower case
 * @param times {@code t=} and {@code x=}
 * @param queryMethods {@code q=}, in lower case; {@code dns/txt} is always among them
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record DkimSignature(
    HeaderField field,
    Tag signatureTag,
    byte[] signature,
    byte[] bodyHash,
    SignatureAlgorithm algorithm,
    Canonicalization headerCanonicalization,
    BodyDigestSpec bodyDigest,
    DomainName domain,
    Selector selector,
    DomainName identityDomain,
    List<String> signedNames,
    Times times,
    List<String> queryMethods) {

  /** {@code t=} and {@code x=}, in seconds since 1970. */
  record Times(OptionalLong timestamp, OptionalLong expiration) {}

  OptionalLong expiration() {
    return times.expiration();
  }
}
