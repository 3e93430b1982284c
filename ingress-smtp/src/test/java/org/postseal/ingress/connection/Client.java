package org.postseal.ingress.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A plain socket that speaks lines, and TLS with whatever certificate it is shown. */
final class Client implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private Socket socket;

  Client(int port) {
    this(new Socket(), port);
  }

  /** Connects this socket. */
  Client(Socket unconnected, int port) {
    try {
      socket = unconnected;
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void startTls() {
    startTls(new KeyManager[0]);
  }

  /** With the certificates of these, if the server asks. */
  void startTls(KeyManager[] certificates) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(certificates, new TrustManager[] {new TrustAnybody()}, null);
      var encrypted =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, "mx.example", socket.getPort(), true);
      encrypted.startHandshake();
      socket = encrypted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What this client knows of its TLS connection. */
  ExtendedSSLSession tls() {
    return (ExtendedSSLSession) ((SSLSocket) socket).getSession();
  }

  void send(String octets) {
    send(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] octets) {
    try {
      socket.getOutputStream().write(octets);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing more will be sent, and reads on. */
  void endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line without its CRLF, or {@code closed}. */
  String line() {
    try {
      var line = new ByteArrayOutputStream();
      while (true) {
        int octet = socket.getInputStream().read();
        if (octet < 0) {
          return line.size() == 0 ? "closed" : line + " (cut off)";
        }
        if (octet == '\n') {
          var text = line.toString(StandardCharsets.ISO_8859_1);
          return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + " (bare LF)";
        }
        line.write(octet);
      }
    } catch (IOException e) {
      return "closed";
    }
  }

  /** Whether the next line is this one; quicker than reading it. */
  boolean lineIs(String expected) {
    try {
      var wanted = (expected + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
      return Arrays.equals(socket.getInputStream().readNBytes(wanted.length), wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line of the next reply. */
  String reply() {
    while (true) {
      var line = line();
      if (line.length() < 4 || line.charAt(3) != '-') {
        return line;
      }
    }
  }

  /** Sends one command and reads its reply. */
  String command(String command) {
    send(command + "\r\n");
    return reply();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class TrustAnybody implements X509TrustManager {
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
