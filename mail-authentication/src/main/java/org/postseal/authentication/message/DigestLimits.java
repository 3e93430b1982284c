package org.postseal.authentication.message;

/**
 * How much of a message the digester takes in before it gives up on its signatures.
 *
 * @param headerSectionOctets largest header section, in octets
 * @param headerFields most header fields
 * @param signatures so many DKIM-Signature, ARC-Message-Signature and DomainKey-Signature fields of
 *     each kind, top first, get a digest
 */
public record DigestLimits(int headerSectionOctets, int headerFields, int signatures) {
  /** 256 KiB, 1,000 fields, 20 signatures. */
  public static final DigestLimits DEFAULT = new DigestLimits(256 * 1024, 1_000, 20);
}
