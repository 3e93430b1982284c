package org.postseal.authentication.dkim;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postseal.authentication.dns.DomainName;

/**
 * What became of one DKIM-Signature.
 *
 * @param claims what the field says, as far as it could be read
 * @param keyBits size of the key, if one was found
 * @param testing the key record says {@code t=y}: the domain is trying DKIM out
 * @param uncovered names of {@link ProtectedFields} that the message has and the signature leaves
 *     uncovered
 */
public record DkimResult(
    Claims claims,
    OptionalInt keyBits,
    boolean testing,
    List<String> uncovered,
    DkimOutcome outcome) {
  public DkimResult {
    uncovered = List.copyOf(uncovered);
  }

  /** Whether the signature is valid and good enough. */
  public boolean success() {
    return outcome instanceof DkimOutcome.Success;
  }

  /** The signing domain of a valid signature; empty for any other. */
  public Optional<DomainName> authenticatedDomain() {
    return success() ? claims.domain() : Optional.empty();
  }

  /**
   * What a signature field says of itself; nothing of it is proven.
   *
   * @param fieldIndex position among the header fields, from the top
   * @param identity the agent identifier {@code i=}, or its default {@code @d}
   * @param algorithm {@code a=} as written
   * @param signature {@code b=} without white space, base64
   */
  public record Claims(
      int fieldIndex,
      Optional<DomainName> domain,
      Optional<Selector> selector,
      Optional<String> identity,
      Optional<String> algorithm,
      String signature) {}
}
