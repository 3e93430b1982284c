package org.postseal.smtpclient;

import java.time.Duration;

/**
 * How long each stage may take in all, however the octets trickle in. RFC 5321 §4.5.3.2 gives the
 * least a client should wait.
 *
 * @param connect TCP connection to one address; the RFC names none
 * @param greeting 5 minutes in the RFC
 * @param command EHLO, MAIL, RCPT, RSET, and the TLS handshake: 5 minutes
 * @param data the reply to DATA: 2 minutes
 * @param block each block of content: 3 minutes
 * @param endOfData the reply to the content: 10 minutes
 */
public record Timeouts(
    Duration connect,
    Duration greeting,
    Duration command,
    Duration data,
    Duration block,
    Duration endOfData) {

  Duration of(Stage stage) {
    return switch (stage) {
      case CONNECT -> connect;
      case GREETING -> greeting;
      case EHLO, STARTTLS, HANDSHAKE, EHLO_IN_TLS, AUTH, MAIL, RCPT, RSET -> command;
      case DATA -> data;
      case CONTENT -> block;
      case END_OF_DATA -> endOfData;
    };
  }
}
