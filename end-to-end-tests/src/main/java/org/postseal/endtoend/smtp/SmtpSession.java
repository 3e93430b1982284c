package org.postseal.endtoend.smtp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.postseal.endtoend.smtp.Transcript.Speaker;

/**
 * One session with a server on loopback. Commands are sent as given, each with CRLF; the content is
 * sent with transparency (RFC 5321 §4.5.2). Passwords are not kept in the transcript, content is
 * kept as its size.
 */
public final class SmtpSession implements AutoCloseable {
  private static final int CONNECT_LIMIT_MS = 5_000;
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(150);
  private static final int LINE_LIMIT = 64 * 1024;

  private final Transcript transcript = new Transcript();
  private final SmtpReply greeting;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private SmtpSession(Socket connected) throws IOException {
    socket = connected;
    in = new BufferedInputStream(connected.getInputStream());
    out = new BufferedOutputStream(connected.getOutputStream());
    if (connected instanceof SSLSocket tls) {
      remarkTls(tls);
    }
    greeting = reply();
  }

  /** Connects in clear and reads the greeting. */
  public static SmtpSession connect(int port) throws IOException {
    return new SmtpSession(socket(port));
  }

  /** Connects in clear from this address, and reads the greeting. */
  public static SmtpSession connect(int port, String from) throws IOException {
    return new SmtpSession(socket(port, new InetSocketAddress(InetAddress.ofLiteral(from), 0)));
  }

  /** Connects with implicit TLS (RFC 8314 §3.3) and reads the greeting. */
  public static SmtpSession connectTls(int port) throws IOException {
    return new SmtpSession(TestTls.over(socket(port)));
  }

  private static Socket socket(int port) throws IOException {
    return socket(port, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static Socket socket(int port, InetSocketAddress from) throws IOException {
    var socket = new Socket();
    socket.bind(from);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(REPLY_LIMIT.toMillis()));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_LIMIT_MS);
    return socket;
  }

  public SmtpReply greeting() {
    return greeting;
  }

  /** Sends one line and reads the reply to it. */
  public SmtpReply command(String line) throws IOException {
    send(line);
    return reply();
  }

  /** Sends lines in one packet (RFC 2920) and reads as many replies. */
  public List<SmtpReply> pipelined(String... lines) throws IOException {
    for (String line : lines) {
      transcript.add(Speaker.CLIENT, line);
      out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
    var replies = new ArrayList<SmtpReply>();
    for (int i = 0; i < lines.length; i++) {
      replies.add(reply());
    }
    return replies;
  }

  /** STARTTLS (RFC 3207) and, if the server is ready, the handshake. */
  public SmtpReply startTls() throws IOException {
    return startTls("localhost");
  }

  /** The same, asking for the certificate of this name. */
  public SmtpReply startTls(String serverName) throws IOException {
    var ready = command("STARTTLS");
    if (ready.code() == 220) {
      var tls = TestTls.over(socket, serverName);
      socket = tls;
      in = new BufferedInputStream(tls.getInputStream());
      out = new BufferedOutputStream(tls.getOutputStream());
      remarkTls(tls);
    }
    return ready;
  }

  /**
   * The certificate that the server has shown.
   *
   * @throws IllegalStateException if there is no TLS
   */
  public X509Certificate certificate() throws IOException {
    if (socket instanceof SSLSocket tls) {
      return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    }
    throw new IllegalStateException("no TLS:\n" + transcript);
  }

  /** AUTH PLAIN with an initial response (RFC 4954, RFC 4616). */
  public SmtpReply authPlain(String account, String password) throws IOException {
    var response = "\0" + account + "\0" + password;
    var encoded = Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8));
    transcript.add(Speaker.CLIENT, "AUTH PLAIN (" + account + " and the password)");
    out.write(("AUTH PLAIN " + encoded + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return reply();
  }

  /**
   * DATA and, if it is answered 354, the content and its end. Returns the last reply.
   *
   * @param content a whole message; a CRLF is added if its last line has none
   */
  public SmtpReply data(byte[] content) throws IOException {
    var proceed = command("DATA");
    if (proceed.code() != 354) {
      return proceed;
    }
    out.write(withTransparency(content));
    out.write(".\r\n".getBytes(StandardCharsets.US_ASCII));
    transcript.add(Speaker.CLIENT, "(%,d octets of content)".formatted(content.length));
    transcript.add(Speaker.CLIENT, ".");
    out.flush();
    return reply();
  }

  /** A whole transaction for one recipient; the reply that ended it. */
  public SmtpReply transaction(String reversePath, String forwardPath, byte[] content)
      throws IOException {
    var mail = command("MAIL FROM:<" + reversePath + ">");
    if (mail.code() != 250) {
      return mail;
    }
    var rcpt = command("RCPT TO:<" + forwardPath + ">");
    return rcpt.code() == 250 ? data(content) : rcpt;
  }

  /** Octets as they are, with nothing added and no reply awaited. */
  public void raw(byte[] octets) throws IOException {
    transcript.add(Speaker.CLIENT, "(%,d raw octets)".formatted(octets.length));
    out.write(octets);
    out.flush();
  }

  /** The next reply, if it is due without a command. */
  public SmtpReply reply() throws IOException {
    long from = System.nanoTime();
    var lines = new ArrayList<String>();
    while (true) {
      var line = readLine();
      if (line == null) {
        transcript.add(Speaker.REMARK, "(connection closed)");
        return SmtpReply.closed(Duration.ofNanos(System.nanoTime() - from));
      }
      transcript.add(Speaker.SERVER, line);
      lines.add(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        int code = line.matches("\\d{3}( .*)?") ? Integer.parseInt(line.substring(0, 3)) : -1;
        return new SmtpReply(code, lines, Duration.ofNanos(System.nanoTime() - from));
      }
    }
  }

  public Transcript transcript() {
    return transcript;
  }

  /** Ends the connection without a word; say QUIT first to end it politely. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send(String line) throws IOException {
    transcript.add(Speaker.CLIENT, line);
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void remarkTls(SSLSocket tls) {
    var session = tls.getSession();
    transcript.add(Speaker.REMARK, session.getProtocol() + " " + session.getCipherSuite());
  }

  private @Nullable String readLine() throws IOException {
    var line = new ByteArrayOutputStream(80);
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      if (octet == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      if (line.size() == LINE_LIMIT) {
        throw new IOException("a reply line of more than " + LINE_LIMIT + " octets");
      }
      line.write(octet);
    }
    return null;
  }

  private static byte[] withTransparency(byte[] content) {
    var wire = new ByteArrayOutputStream(content.length + 64);
    boolean lineBegins = true;
    for (byte octet : content) {
      if (lineBegins && octet == '.') {
        wire.write('.');
      }
      wire.write(octet);
      lineBegins = octet == '\n';
    }
    if (!lineBegins) {
      wire.writeBytes(new byte[] {'\r', '\n'});
    }
    return wire.toByteArray();
  }
}
