package org.postseal.authentication;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What is known of the SMTP client that brought the message.
 *
 * @param address where it connected from
 * @param helo the argument of its HELO or EHLO
 * @param reversePath RFC5321.MailFrom without its angle brackets; the empty string is the null
 *     reverse-path
 */
public record Peer(
    Optional<InetAddress> address, Optional<String> helo, Optional<String> reversePath) {
  /** Nothing is known, as of a message found in a file. */
  public static final Peer UNKNOWN = new Peer(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * All of it is known.
   *
   * @param reversePath RFC5321.MailFrom without its angle brackets; the empty string is the null
   *     reverse-path
   */
  public static Peer of(InetAddress address, String helo, String reversePath) {
    return new Peer(Optional.of(address), Optional.of(helo), Optional.of(reversePath));
  }
}
