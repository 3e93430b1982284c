package org.postseal.smtp.command;

/** The value of {@code BODY=} (RFC 6152 §2, RFC 3030 §3). */
public enum BodyType {
  SEVEN_BIT,
  EIGHT_BIT_MIME,
  BINARY_MIME
}
