package org.postseal.ingress.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SSLOptions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import org.postseal.ingress.session.Listener;

/**
 * Certificates, and what TLS may look like: 1.2 and 1.3 with forward secrecy and authenticated
 * encryption (RFC 9325 §4.2) unless the operator names other suites; the certificate for the name
 * the client asks for (RFC 6066 §3); never a renegotiation.
 *
 * @param options key and certificate, and the authorities of clients if accounts may show one
 */
public record Tls(SSLOptions options) {
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
  private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA");

  /** Takes what is allowed of them. */
  public Tls {
    var wanted = options;
    options = new SSLOptions(wanted);
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
  static void forbidRenegotiation() {
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  /** Servers that bring mail are never asked for a certificate: theirs may be anybody's. */
  void applyTo(NetServerOptions server, Listener listener) {
    server
        .setSni(true)
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

  /** When the first of the certificates expires. */
  Optional<Instant> expiry(Vertx vertx) throws Exception {
    return Arrays.stream(options.getKeyCertOptions().getKeyManagerFactory(vertx).getKeyManagers())
        .filter(X509KeyManager.class::isInstance)
        .flatMap(manager -> certificates((X509KeyManager) manager))
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo);
  }

  private static Stream<X509Certificate> certificates(X509KeyManager keys) {
    return KEY_TYPES.stream()
        .map(type -> keys.getServerAliases(type, null))
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .map(keys::getCertificateChain)
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream);
  }
}
