package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.DomainKeysDigest;
import org.postseal.authentication.message.HashAlgorithm;

/** How a digested message travels: its header section is the value, the rest is this JSON. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Digests(long size, Optional<ContentDefect> defect, List<Body> body, List<Whole> domainKeys) {

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Body(
      Canonicalization canonicalization,
      HashAlgorithm algorithm,
      OptionalLong length,
      byte[] hash,
      long canonicalLength) {}

  record Whole(int field, byte[] hash) {}

  Digests {
    body = List.copyOf(body);
    domainKeys = List.copyOf(domainKeys);
  }

  static Digests of(DigestedMessage message) {
    return new Digests(
        message.size(),
        message.defect(),
        message.bodyDigests().stream()
            .map(
                digest ->
                    new Body(
                        digest.spec().canonicalization(),
                        digest.spec().algorithm(),
                        digest.spec().length(),
                        digest.hash(),
                        digest.canonicalLength()))
            .toList(),
        message.domainKeysDigests().stream()
            .map(digest -> new Whole(digest.fieldIndex(), digest.hash()))
            .toList());
  }

  DigestedMessage with(byte[] headerSection) {
    return new DigestedMessage(
        headerSection,
        body.stream()
            .map(
                digest ->
                    new BodyDigest(
                        new BodyDigestSpec(
                            digest.canonicalization, digest.algorithm, digest.length),
                        digest.hash,
                        digest.canonicalLength))
            .toList(),
        domainKeys.stream().map(digest -> new DomainKeysDigest(digest.field, digest.hash)).toList(),
        size,
        defect);
  }
}
