package org.postseal.smtpclient.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over a connection to a server, and the certificates it has shown. */
public final class ServerTls {
  private static final SSLSocketFactory FACTORY = UnverifiedTls.factory();

  private ServerTls() {}

  /**
   * Makes the handshake, whoever answers. Blocks for as long as the connection is open.
   *
   * @param serverName what the server is told whom we mean (RFC 6066 §3)
   */
  public static SSLSocket over(Socket tcp, String serverName) throws IOException {
    var tls = (SSLSocket) FACTORY.createSocket(tcp, serverName, tcp.getPort(), true);
    tls.setUseClientMode(true);
    tls.startHandshake();
    return tls;
  }

  /** The server's own certificate first; none if it showed none. */
  public static List<X509Certificate> chain(SSLSocket tls) {
    try {
      return Arrays.stream(tls.getSession().getPeerCertificates())
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }
}
