package org.postseal.registry.api;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes a server whose certificate is for one name, whatever host was asked for. For replicas
 * that share a certificate and are reached by names of their own, such as those of containers.
 */
final class OneName extends X509ExtendedTrustManager {

  private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6, as X509Certificate numbers it

  private final X509ExtendedTrustManager trusted;
  private final String name;

  private OneName(X509ExtendedTrustManager trusted, String name) {
    this.trusted = trusted;
    this.name = name;
  }

  /**
   * A context of clients.
   *
   * @param authorities whose certificates are believed; those the JVM believes if null
   * @param name the dNSName that the certificate must have
   */
  static SSLContext context(@Nullable KeyStore authorities, String name)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager trusted) {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new OneName(trusted, name)}, null);
        return context;
      }
    }
    throw new GeneralSecurityException("this JVM cannot check certificates");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trusted.checkServerTrusted(chain, authType);
    var names = chain[0].getSubjectAlternativeNames();
    if (names == null
        || names.stream()
            .noneMatch(
                entry ->
                    entry.get(0).equals(DNS_NAME)
                        && name.equalsIgnoreCase(String.valueOf(entry.get(1))))) {
      throw new CertificateException("the certificate is not for " + name);
    }
  }

  /** The socket would say which host was asked for, which is not what the certificate is for. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is for clients alone");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.getAcceptedIssuers();
  }
}
