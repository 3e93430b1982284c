package org.postseal.authentication.dns;

/** Which address records are wanted. */
public enum AddressFamily {
  /** A records, RFC 1035 §3.4.1. */
  IPV4,
  /** AAAA records, RFC 3596. */
  IPV6
}
