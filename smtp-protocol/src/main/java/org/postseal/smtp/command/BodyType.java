package org.postseal.smtp.command;

/** The value of {@code BODY=} (RFC 6152 §2, RFC 3030 §3). */
public enum BodyType {
  /** {@code 7BIT}: ASCII in lines (RFC 6152). */
  SEVEN_BIT,
  /** {@code 8BITMIME}: any octets in lines (RFC 6152). */
  EIGHT_BIT_MIME,
  /** {@code BINARYMIME}: any octets, not in lines (RFC 3030). */
  BINARY_MIME
}
