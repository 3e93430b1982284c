package org.postseal.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import org.postseal.registry.key.SigningKey;

/**
 * A signing key as operators see it.
 *
 * @param keyId of the registry
 * @param domain in A-labels
 * @param selector for {@code s=}
 * @param algorithm {@code rsa-2048} or {@code ed25519}
 * @param state {@code announced}, {@code published}, {@code active}, {@code retired} or {@code
 *     revoked}
 * @param announced when it was made
 * @param published when its record was first seen in the public DNS, before it signed
 * @param activated since when it signs
 * @param retired since when it signs no more
 * @param revoked since when its record says so
 * @param recordName where its key record belongs
 * @param recordText what its key record says
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record KeyView(
    String keyId,
    String domain,
    String selector,
    String algorithm,
    String state,
    Instant announced,
    Optional<Instant> published,
    Optional<Instant> activated,
    Optional<Instant> retired,
    Optional<Instant> revoked,
    String recordName,
    String recordText) {

  static KeyView of(SigningKey key) {
    return new KeyView(
        key.id(),
        key.name().domain().ascii(),
        key.name().selector().ascii(),
        switch (key.algorithm()) {
          case RSA_2048 -> "rsa-2048";
          case ED25519 -> "ed25519";
        },
        key.state().word(),
        key.state().announced(),
        key.state().seenSince(),
        key.state().signingSince(),
        key.state().retiredSince(),
        key.state().revokedSince(),
        key.name().recordName().ascii(),
        key.recordText());
  }
}
