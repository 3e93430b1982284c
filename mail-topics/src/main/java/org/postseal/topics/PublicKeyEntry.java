package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The public half of a signing key of ours, on {@code registry.public-keys}, under the name of its
 * key record. What is private about a key stays on {@code registry.signing-keys}, so that whoever
 * answers strangers never holds it, not even as ciphertext. Signers hear here that a key is
 * revoked.
 *
 * @param domain lower-case A-labels
 * @param selector of its key record
 * @param keyRecord text of the key record (RFC 6376 §3.6.1); a revoked key's has an empty {@code
 *     p=}
 * @param nextChange the day, in UTC, from which we do not mean to sign with it, as it was planned
 *     when this was written; absent: not planned
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PublicKeyEntry(
    String domain, String selector, String keyRecord, Optional<LocalDate> nextChange) {

  /** A key whose last day is not planned. */
  public PublicKeyEntry(String domain, String selector, String keyRecord) {
    this(domain, selector, keyRecord, Optional.empty());
  }
}
