package org.postseal.smtp.reply;

/**
 * What a client is willing to read: octets of one line without its line end, and lines of one
 * reply. RFC 5321 §4.5.3.1.5 promises 512 octets with the CRLF; servers break that promise.
 */
public record ReplyLimits(int lineOctets, int lines) {
  /** 4,096 octets, 128 lines. */
  public static final ReplyLimits GENEROUS = new ReplyLimits(4096, 128);
}
