package org.postseal.authentication.message;

import org.postseal.authentication.taglist.TagList;

/**
 * How much of a message the digester takes in before it gives up on its signatures.
 *
 * @param headerSectionOctets largest header section, in octets
 * @param headerFields most header fields
 * @param signatures so many DKIM-Signature, ARC-Message-Signature and DomainKey-Signature fields of
 *     each kind, top first, get a digest
 * @param tags a signature with more tags gets none
 */
public record DigestLimits(int headerSectionOctets, int headerFields, int signatures, int tags) {
  /** 256 KiB, 1,000 fields, 20 signatures of 64 tags. */
  public static final DigestLimits DEFAULT = new DigestLimits(256 * 1024, 1_000, 20);

  /** The default number of tags. */
  public DigestLimits(int headerSectionOctets, int headerFields, int signatures) {
    this(headerSectionOctets, headerFields, signatures, TagList.MAX_TAGS);
  }
}
