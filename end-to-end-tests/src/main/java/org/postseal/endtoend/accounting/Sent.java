package org.postseal.endtoend.accounting;

import java.time.Instant;

/**
 * One message, sent once.
 *
 * @param id of no other message; the local-part of its recipient
 * @param bodyDigest SHA-256 of its body
 * @param through the ingress that took the connection
 * @param began when the client connected
 * @param ended when it knew what it was told
 */
public record Sent(
    String id,
    Kind kind,
    String bodyDigest,
    String through,
    Told told,
    Instant began,
    Instant ended) {

  /** One line, for the book. */
  public String line() {
    return "%s %s %s %s %s %s".formatted(began, ended, id, kind, through, told.line());
  }
}
