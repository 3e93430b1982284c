package org.postseal.ingress.tls;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SSLOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postseal.ingress.session.Listener;

/**
 * Certificates, and what TLS may look like: 1.2 and 1.3 with forward secrecy and authenticated
 * encryption (RFC 9325 §4.2) unless the operator names other suites; the certificate for the name
 * the client asks for; never a renegotiation.
 */
public final class Tls {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  private final SSLOptions options;
  private final ServerKeys keys;

  /**
   * @param wanted key and certificate, and the authorities of clients if accounts may show one
   * @throws IllegalStateException if they cannot be read
   */
  public Tls(Vertx vertx, SSLOptions wanted) {
    keys = new ServerKeys(vertx, wanted.getKeyCertOptions());
    options = new SSLOptions(wanted).setKeyCertOptions(KeyCertOptions.wrap(keys));
    options.setEnabledSecureTransportProtocols(
        Set.copyOf(
            wanted.getEnabledSecureTransportProtocols().stream()
                .filter(PROTOCOLS::contains)
                .toList()));
    if (wanted.getEnabledCipherSuites().isEmpty()) {
      SUITES.forEach(options::addEnabledCipherSuite);
    }
  }

  /**
   * The JDK lets a client renegotiate unless told otherwise, once for all connections of the
   * process, before the first of them.
   */
  public static void forbidRenegotiation() {
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  /** Servers that bring mail are never asked for a certificate: theirs may be anybody's. */
  public void applyTo(NetServerOptions server, Listener listener) {
    server
        .setKeyCertOptions(options.getKeyCertOptions())
        .setEnabledSecureTransportProtocols(options.getEnabledSecureTransportProtocols());
    options.getEnabledCipherSuites().forEach(server::addEnabledCipherSuite);
    options.getCrlPaths().forEach(server::addCrlPath);
    options.getCrlValues().forEach(server::addCrlValue);
    if (options.getTrustOptions() != null) {
      server
          .setTrustOptions(options.getTrustOptions())
          .setClientAuth(listener.isForAccounts() ? ClientAuth.REQUEST : ClientAuth.NONE);
    }
  }

  /**
   * New handshakes show these certificates, running sessions go on with theirs. All else stays.
   *
   * @throws IllegalStateException if they cannot be read; then nothing has changed
   */
  public void replace(Vertx vertx, SSLOptions renewed) {
    keys.replace(vertx, renewed.getKeyCertOptions());
  }

  /** When the first of the certificates expires. */
  public Optional<Instant> expiry() {
    return keys.expiry();
  }
}
