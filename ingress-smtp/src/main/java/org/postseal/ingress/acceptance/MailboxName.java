package org.postseal.ingress.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Which local-parts a mailbox of ours can have: those that make one file name where the relay
 * delivers into Maildirs. It writes octets beyond letters, digits and a few signs as three
 * characters. Whoever could not be delivered to is refused at RCPT, not bounced afterwards.
 *
 * <p>Every local-part of RFC 5321's 64 octets fits (§4.5.3.1.1); longer ones fit as long as file
 * names allow, for senders' own rewriting schemes exceed the RFC.
 */
final class MailboxName {
  private static final int MAX_FILE_NAME = 255;
  private static final int ESCAPED = 3;

  private MailboxName() {}

  static boolean fits(String localPart) {
    int length = 0;
    for (byte octet : localPart.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)) {
      length += isPlain(octet) ? 1 : ESCAPED;
    }
    return length <= MAX_FILE_NAME;
  }

  private static boolean isPlain(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= '0' && octet <= '9')
        || "_+=-.".indexOf(octet) >= 0;
  }
}
