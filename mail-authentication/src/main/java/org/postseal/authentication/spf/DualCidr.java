package org.postseal.authentication.spf;

/**
 * {@code dual-cidr-length}, RFC 7208 §5.3: how many leading bits of an address must agree.
 *
 * @param ipv4 0 to 32
 * @param ipv6 0 to 128
 */
public record DualCidr(int ipv4, int ipv6) {
  /** The whole address, which is meant where no length is written. */
  public static final DualCidr WHOLE = new DualCidr(32, 128);
}
