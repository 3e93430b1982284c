package org.postseal.relay.client;

import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * How we speak to others.
 *
 * @param clientName what EHLO and LHLO say: this system's name in the DNS
 * @param tls for STARTTLS where it is offered; empty to stay in the clear
 * @param timeouts of each stage
 * @param recipients the most per transaction; RFC 5321 §4.5.3.1.8 promises 100
 */
public record Dialogue(
    String clientName, Optional<SSLSocketFactory> tls, Timeouts timeouts, int recipients) {

  Dialogue inTheClear() {
    return new Dialogue(clientName, Optional.empty(), timeouts, recipients);
  }
}
