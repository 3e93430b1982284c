package org.postseal.endtoend.forgeries;

import java.nio.charset.StandardCharsets;

/**
 * One message of somebody who may send as {@code attacker.example} and wants to be read as {@code
 * bank.example}, whose policy is reject.
 *
 * @param name unique, a file name
 * @param reversePath RFC5321.MailFrom without its brackets
 * @param content one char for each octet, lines end in CRLF
 */
record Forgery(String name, String helo, String reversePath, String content) {
  static final String VICTIM = "bank.example";
  static final String ATTACKER = "attacker.example";

  /** From the attacker's own mailbox. */
  Forgery(String name, String content) {
    this(name, "mx." + ATTACKER, "x@" + ATTACKER, content);
  }

  byte[] octets() {
    return content.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return name;
  }
}
