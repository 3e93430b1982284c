package org.postseal.endtoend.smtp;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * TLS towards a gateway on loopback whose certificate nobody signed. It accepts any certificate:
 * the encryption is real, the identity is not checked, which is fit for loopback only.
 */
final class TestTls {
  private static final SSLContext CONTEXT = acceptingAnyCertificate();

  private TestTls() {}

  static SSLSocket over(Socket connected) throws IOException {
    return over(connected, "localhost");
  }

  /** Asks for the certificate of this name (RFC 6066 §3). */
  static SSLSocket over(Socket connected, String serverName) throws IOException {
    var address = connected.getInetAddress();
    if (!address.isLoopbackAddress()) {
      throw new IOException("not loopback: " + address);
    }
    var tls =
        (SSLSocket)
            CONTEXT
                .getSocketFactory()
                .createSocket(connected, serverName, connected.getPort(), true);
    tls.startHandshake();
    return tls;
  }

  private static SSLContext acceptingAnyCertificate() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
