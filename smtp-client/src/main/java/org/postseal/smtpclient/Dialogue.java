package org.postseal.smtpclient;

import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * How we speak to others.
 *
 * @param clientName what EHLO and LHLO say: this system's name in the DNS
 * @param tls for STARTTLS
 * @param timeouts of each stage
 * @param recipients the most per transaction; RFC 5321 §4.5.3.1.8 promises 100
 */
public record Dialogue(String clientName, Tls tls, Timeouts timeouts, int recipients) {

  /** With TLS where it is offered, whoever answers; empty to stay in the clear. */
  public Dialogue(
      String clientName, Optional<SSLSocketFactory> tls, Timeouts timeouts, int recipients) {
    this(
        clientName,
        tls.<Tls>map(Tls.WhereOffered::new).orElseGet(Tls.Never::new),
        timeouts,
        recipients);
  }

  /** When TLS is begun. */
  public sealed interface Tls {

    record Never() implements Tls {}

    /** Opportunistic (RFC 7435): nobody's certificate is looked at. */
    record WhereOffered(SSLSocketFactory factory) implements Tls {}

    /** Or nothing is sent at all (RFC 8689). */
    record Required(SSLSocketFactory factory) implements Tls {}
  }

  Dialogue with(Tls other) {
    return new Dialogue(clientName, other, timeouts, recipients);
  }
}
