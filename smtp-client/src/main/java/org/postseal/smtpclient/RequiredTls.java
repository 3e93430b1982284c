package org.postseal.smtpclient;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS as REQUIRETLS wants it (RFC 8689 §4.2.1): with a certificate that a trusted authority issued
 * for the host we meant to reach.
 */
public final class RequiredTls {
  private RequiredTls() {}

  /** A factory that trusts the authorities the JVM trusts. */
  public static SSLSocketFactory factory() {
    try {
      return SSLContext.getDefault().getSocketFactory();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** Has the certificate checked against the name the socket was made for (RFC 9525). */
  static void verifyName(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
  }

  /** What a host lacks that would have to be there (RFC 8689 §6). */
  static Outcome unfit(String lack) {
    return new Outcome.Failed("550 5.7.30 REQUIRETLS: the next hop lacks " + lack);
  }
}
