package org.postseal.authentication.dmarc;

/**
 * How much of a record is read. The questions of a tree walk are limited by RFC 9989 itself.
 *
 * @param recordLength octets; an author domain's longer record makes the result permerror, one
 *     further up is discarded
 */
public record DmarcLimits(int recordLength) {
  /** 8 KiB. */
  public static final DmarcLimits DEFAULT = new DmarcLimits(8_192);
}
