package org.postseal.dns.server;

import java.time.Duration;

/** How the server misbehaves about a name. */
public sealed interface Fault {

  /** Answers with nothing but this response code (RFC 1035 §4.1.1), such as 2 for SERVFAIL. */
  record ResponseCode(int rcode) implements Fault {}

  /** Never answers. */
  record Silence() implements Fault {}

  /** Answers correctly, but late. */
  record Delay(Duration delay) implements Fault {
    void pass() {
      try {
        Thread.sleep(delay);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Answers with octets that are no DNS message, but begin with the question's id. */
  record Nonsense() implements Fault {}

  /** Answers a question with an OPT record by this response code alone, any other correctly. */
  record WithoutEdns(int rcode) implements Fault {}

  /** The same by a header alone, as servers do that stop reading at what they do not know. */
  record HeaderAlone(int rcode) implements Fault {}

  static Fault serverFailure() {
    return new ResponseCode(2);
  }
}
