package org.postseal.ingress.tls;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys and certificates that handshakes take from now on: replaced as a whole, without anything
 * that a handshake could fall into between two of them. Of several certificates that one is shown
 * which names what the client asks for (RFC 6066 §3).
 */
final class ServerKeys extends X509ExtendedKeyManager {
  private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA");
  private static final char[] IN_MEMORY = "in memory".toCharArray();

  private final AtomicLong generations = new AtomicLong();
  private volatile X509ExtendedKeyManager current;

  /** A handshake that has chosen one of these is given its key, too, though others came since. */
  private volatile X509ExtendedKeyManager before;

  ServerKeys(Vertx vertx, KeyCertOptions options) {
    current = read(vertx, options, generations.incrementAndGet());
    before = current;
  }

  /** New handshakes take these; the keys before stay if these cannot be read. */
  synchronized void replace(Vertx vertx, KeyCertOptions options) {
    var renewed = read(vertx, options, generations.incrementAndGet());
    before = current;
    current = renewed;
  }

  /** When the first of the certificates expires. */
  Optional<Instant> expiry() {
    return aliases(current)
        .map(current::getCertificateChain)
        .flatMap(Arrays::stream)
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo);
  }

  /**
   * In the form in which the JDK looks at the name the client asks for; under aliases that no other
   * generation has.
   */
  private static X509ExtendedKeyManager read(Vertx vertx, KeyCertOptions options, long generation) {
    try {
      var all = KeyStore.getInstance("PKCS12");
      all.load(null, IN_MEMORY);
      for (var manager : options.getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager keys) {
          for (var alias : aliases(keys).toList()) {
            all.setKeyEntry(
                generation + "-" + alias,
                keys.getPrivateKey(alias),
                IN_MEMORY,
                keys.getCertificateChain(alias));
          }
        }
      }
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(all, IN_MEMORY);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot use the certificate", e);
    } catch (Exception e) {
      throw new IllegalStateException("cannot read the certificate", e);
    }
  }

  private static Stream<String> aliases(X509KeyManager keys) {
    return KEY_TYPES.stream()
        .map(type -> keys.getServerAliases(type, null))
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .distinct();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return current.chooseEngineServerAlias(keyType, issuers, engine);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return current.chooseServerAlias(keyType, issuers, socket);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return current.getServerAliases(keyType, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var chain = current.getCertificateChain(alias);
    return chain != null ? chain : before.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var key = current.getPrivateKey(alias);
    return key != null ? key : before.getPrivateKey(alias);
  }

  /** We are never the client of these keys. */
  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }
}
