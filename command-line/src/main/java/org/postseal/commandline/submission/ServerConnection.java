package org.postseal.commandline.submission;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.postseal.smtp.framing.TransparencyWriter;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtp.reply.ReplyParser;
import org.postseal.smtpclient.tls.Authorities;
import org.postseal.smtpclient.tls.ServerTls;

/** A connection to one server, on which everything that is said is shown. */
final class ServerConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

  /** RFC 5321 §4.5.3.2 asks for more; a person who looks on will not wait so long. */
  private static final int REPLY_MILLIS = (int) Duration.ofMinutes(2).toMillis();

  private final String host;
  private final Transcript transcript;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private ReplyParser parser = new ReplyParser(ReplyLimits.GENEROUS);
  private final byte[] incoming = new byte[4096];
  private int unread;
  private int available;

  ServerConnection(String host, int port, Transcript transcript) throws IOException {
    this.host = host;
    this.transcript = transcript;
    this.socket = new Socket();
    transcript.remark("connecting to " + host + ":" + port);
    socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    socket.setSoTimeout(REPLY_MILLIS);
    this.in = socket.getInputStream();
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Whether it is this machine, so that nobody stands between. */
  boolean isLoopback() {
    return socket.getInetAddress().isLoopbackAddress();
  }

  /**
   * Puts TLS on top.
   *
   * @throws RefusedException nobody we trust vouches for the server, and it is not on this machine
   */
  void startTls(Authorities authorities) throws IOException {
    var tls = ServerTls.over(socket, host);
    var chain = ServerTls.chain(tls);
    var defect = authorities.judge(chain, host);
    var subject =
        chain.isEmpty() ? "no certificate" : chain.getFirst().getSubjectX500Principal().getName();
    transcript.remark(
        "%s, %s: %s"
            .formatted(
                tls.getSession().getProtocol(),
                subject,
                defect.isEmpty() ? "verified" : "not verified"));
    if (defect.isPresent() && !isLoopback()) {
      throw new RefusedException(
          "the server's certificate does not prove that it is "
              + host
              + "; --ca names who vouches");
    }
    socket = tls;
    in = tls.getInputStream();
    out = new BufferedOutputStream(tls.getOutputStream());
    parser = new ReplyParser(ReplyLimits.GENEROUS);
    unread = available;
  }

  Reply command(String line) throws IOException {
    return command(line, line);
  }

  /** A command of which something else is shown. */
  Reply command(String line, String shown) throws IOException {
    transcript.client(shown);
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return reply();
  }

  /** The content; of it only its size is shown. */
  Reply content(byte[] octets) throws IOException {
    transcript.client("(" + octets.length + " octets)");
    transcript.client(".");
    var transparency = new TransparencyWriter();
    transparency.feed(octets, 0, octets.length, out::write);
    transparency.finish(out::write);
    out.flush();
    return reply();
  }

  Reply reply() throws IOException {
    while (true) {
      if (unread == available) {
        available = in.read(incoming);
        unread = 0;
        if (available < 0) {
          available = 0;
          throw new IOException("the server closed the connection");
        }
      }
      switch (parser.feed(incoming, unread, available - unread)) {
        case ReplyParser.Incomplete() -> unread = available;
        case ReplyParser.Complete(var reply, int consumed) -> {
          unread += consumed;
          new String(reply.octets(), StandardCharsets.ISO_8859_1)
              .lines()
              .forEach(transcript::server);
          return reply;
        }
        case ReplyParser.Defective(var defect) ->
            throw new IOException("the server does not speak SMTP: " + defect);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
