package org.postseal.endtoend.accounting;

import java.time.Instant;

/**
 * What a next hop got, complete.
 *
 * @param id of the message, or of the one it reports about
 * @param what it is
 * @param hop that got it
 * @param connection it came over, numbered
 * @param at when its reply to the content was due
 * @param bodyDigest SHA-256 of its body
 */
public record Arrival(
    String id, What what, String hop, int connection, Instant at, String bodyDigest) {
  /** The message itself, or a report to its sender that it cannot be delivered. */
  public enum What {
    MESSAGE,
    REPORT
  }
}
