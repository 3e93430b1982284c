package org.postseal.authentication.message;

import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/**
 * Which digest of the body a signature asks for.
 *
 * @param length the {@code l=} tag: only so many octets of the canonical body are hashed
 */
public record BodyDigestSpec(
    Canonicalization canonicalization, HashAlgorithm algorithm, OptionalLong length) {

  /** What our own signatures need: relaxed, SHA-256, the whole body. */
  public static final BodyDigestSpec OF_OUR_SIGNATURES =
      new BodyDigestSpec(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.empty());

  /**
   * What an ARC-Message-Signature without {@code c=} means. RFC 8617 §4.1.2 points to DKIM, whose
   * default is simple; sealers in use, and the suite they are tested with, take relaxed.
   */
  public static final Canonicalization UNSAID_IN_ARC = Canonicalization.RELAXED;

  /**
   * The digest that the tags {@code a= c= l=} of a DKIM-Signature or ARC-Message-Signature ask for;
   * empty when one of them makes no sense (such a signature fails before its body hash matters).
   *
   * @param unsaid the canonicalization where there is no {@code c=}: simple for DKIM
   */
  @SuppressWarnings("exports") // for the packages of this library
  public static Optional<BodyDigestSpec> askedBy(TagList tags, Canonicalization unsaid) {
    Optional<HashAlgorithm> algorithm =
        tags.find("a")
            .map(Tag::text)
            .flatMap(
                a -> {
                  int hyphen = a.lastIndexOf('-');
                  return hyphen < 0
                      ? Optional.<HashAlgorithm>empty()
                      : HashAlgorithm.parse(a.substring(hyphen + 1));
                });
    Optional<Canonicalization> canonicalization =
        tags.find("c").isEmpty()
            ? Optional.of(unsaid)
            : tags.find("c").map(Tag::text).flatMap(BodyDigestSpec::bodyPart);
    Optional<OptionalLong> length =
        tags.find("l").isEmpty()
            ? Optional.of(OptionalLong.empty())
            : tags.find("l").map(Tag::text).flatMap(TagList::decimal).map(OptionalLong::of);
    if (algorithm.isEmpty() || canonicalization.isEmpty() || length.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BodyDigestSpec(
            canonicalization.orElseThrow(), algorithm.orElseThrow(), length.orElseThrow()));
  }

  /** RFC 6376 §3.5 {@code c=}: without a slash the body is canonicalized "simple". */
  private static Optional<Canonicalization> bodyPart(String c) {
    int slash = c.indexOf('/');
    return slash < 0
        ? Optional.of(Canonicalization.SIMPLE)
        : Canonicalization.parse(c.substring(slash + 1).strip());
  }
}
