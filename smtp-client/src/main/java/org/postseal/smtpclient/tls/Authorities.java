package org.postseal.smtpclient.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Who may vouch for a host's name (RFC 5280 §6, RFC 9525). */
public final class Authorities {

  /** The platform's word for a key exchange it was not told about. */
  private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

  private final X509TrustManager trusted;

  private Authorities(X509TrustManager trusted) {
    this.trusted = trusted;
  }

  /** Those the JVM trusts. */
  public static Authorities ofPlatform() {
    return new Authorities(managerOf(null));
  }

  /** Those in a key store, and no other. */
  public static Authorities of(KeyStore store) {
    return new Authorities(managerOf(store));
  }

  private static X509TrustManager managerOf(@Nullable KeyStore store) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no trust manager for certificates"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKIX", e);
    }
  }

  /** What is wrong with this chain, the host's own certificate first, for a host of this name. */
  public Optional<TlsDefect> judge(List<X509Certificate> chain, String hostName) {
    if (chain.isEmpty()) {
      return Optional.of(TlsDefect.VALIDATION_FAILURE);
    }
    try {
      trusted.checkServerTrusted(chain.toArray(X509Certificate[]::new), ANY_KEY_EXCHANGE);
    } catch (CertificateException e) {
      return Optional.of(defect(e));
    }
    return CertificateNames.cover(chain.getFirst(), List.of(hostName))
        ? Optional.empty()
        : Optional.of(TlsDefect.CERTIFICATE_HOST_MISMATCH);
  }

  static TlsDefect defect(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException
          || (cause instanceof CertPathValidatorException path
              && (path.getReason() == BasicReason.EXPIRED
                  || path.getReason() == BasicReason.NOT_YET_VALID))) {
        return TlsDefect.CERTIFICATE_EXPIRED;
      }
    }
    return TlsDefect.CERTIFICATE_NOT_TRUSTED;
  }
}
