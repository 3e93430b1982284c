package org.postseal.smtpclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtp.reply.ReplyParser;
import org.postseal.smtpclient.tls.ServerTls;

/**
 * One connection to a next hop: lines out, replies in, each within its deadline. For one thread at
 * a time; {@link Watch} may close it from another.
 */
final class Wire implements Watch.Watched {
  /** What a deadline is when nothing is being waited for. */
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  /** Small writes are gathered up to this; larger pieces go to the socket as they are. */
  private static final int GATHER = 16 * 1024;

  /** The most written under one deadline, so that a slow but steady peer is not cut off. */
  private static final int BLOCK = 64 * 1024;

  private final Watch watch;
  private final Timeouts timeouts;
  private final Socket tcp;
  private InputStream in;
  private OutputStream out;
  private final byte[] outgoing = new byte[GATHER];
  private int gathered;
  private final byte[] incoming = new byte[2048];
  private int unread;
  private int available;
  private Replies replies = Replies.GENEROUS;
  private ReplyParser parser = new ReplyParser(Replies.GENEROUS.limits());

  private Optional<SSLSocket> tls = Optional.empty();
  private Optional<Budget> budget = Optional.empty();
  private volatile long deadline = NO_DEADLINE;
  private volatile boolean expired;

  /**
   * What is read of one reply.
   *
   * @param limits lines, and octets of each
   * @param octets of all its lines
   */
  record Replies(ReplyLimits limits, int octets) {
    static final Replies GENEROUS = new Replies(ReplyLimits.GENEROUS, Integer.MAX_VALUE);
  }

  private Wire(Socket tcp, Watch watch, Timeouts timeouts) throws IOException {
    this.tcp = tcp;
    this.watch = watch;
    this.timeouts = timeouts;
    this.in = tcp.getInputStream();
    this.out = tcp.getOutputStream();
  }

  /** Over a connection that is open; closed if nothing comes of it. */
  static Wire over(Socket connected, Watch watch, Timeouts timeouts, Budget budget)
      throws HopLostException {
    try {
      connected.setTcpNoDelay(true);
      var wire = new Wire(connected, watch, timeouts);
      wire.within(budget);
      watch.add(wire);
      return wire;
    } catch (IOException e) {
      closeQuietly(connected);
      throw HopLostException.atStage(Stage.CONNECT, reason(e));
    }
  }

  /** From now on no more than this is read of a reply; for between two replies. */
  void taking(Replies replies) {
    this.replies = replies;
    parser = new ReplyParser(replies.limits());
  }

  /** From now on every stage ends with this budget at the latest. */
  void within(Budget budget) {
    this.budget = Optional.of(budget);
  }

  /** Between two attempts nothing is waited for. */
  void withoutBudget() {
    this.budget = Optional.empty();
  }

  InetAddress address() {
    return tcp.getInetAddress();
  }

  /** Such as {@code TLSv1.3}; empty in the clear. */
  Optional<String> tlsVersion() {
    return tls.map(socket -> socket.getSession().getProtocol());
  }

  /** Such as {@code TLS_AES_256_GCM_SHA384}; empty in the clear. */
  Optional<String> cipher() {
    return tls.map(socket -> socket.getSession().getCipherSuite());
  }

  /** What the server has shown, its own first; none in the clear. */
  List<X509Certificate> certificates() {
    return tls.map(ServerTls::chain).orElse(List.of());
  }

  /** Puts TLS on top (RFC 3207), whoever answers: what it proves is judged afterwards. */
  void startTls(String serverName) throws HopLostException {
    if (unread < available) {
      // RFC 3207 §6: replies that came in the clear behind the 220 were injected by somebody.
      throw HopLostException.nonsense(Stage.STARTTLS, "octets behind the reply");
    }
    begin(Stage.HANDSHAKE);
    try {
      var socket = ServerTls.over(tcp, serverName);
      in = socket.getInputStream();
      out = socket.getOutputStream();
      tls = Optional.of(socket);
      parser = new ReplyParser(replies.limits());
    } catch (IOException | IllegalArgumentException e) {
      throw lost(Stage.HANDSHAKE, e);
    }
    end();
  }

  /** Gathers a command line; nothing is sent before {@link #flush}. */
  void line(String command, Stage stage) throws HopLostException {
    if (command.indexOf('\r') >= 0 || command.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a command is one line");
    }
    var octets = (command + "\r\n").getBytes(StandardCharsets.UTF_8);
    gather(octets, 0, octets.length, stage);
  }

  /** Sends or gathers content. */
  void content(byte[] octets, int offset, int length) throws HopLostException {
    gather(octets, offset, length, Stage.CONTENT);
  }

  private void gather(byte[] octets, int offset, int length, Stage stage) throws HopLostException {
    if (length > GATHER - gathered) {
      flush(stage);
    }
    if (length >= GATHER) {
      for (int at = 0; at < length; at += BLOCK) {
        write(octets, offset + at, Math.min(BLOCK, length - at), stage);
      }
      return;
    }
    System.arraycopy(octets, offset, outgoing, gathered, length);
    gathered += length;
  }

  void flush(Stage stage) throws HopLostException {
    if (gathered > 0) {
      int length = gathered;
      gathered = 0;
      write(outgoing, 0, length, stage);
    }
  }

  private void write(byte[] octets, int offset, int length, Stage stage) throws HopLostException {
    begin(stage);
    try {
      out.write(octets, offset, length);
    } catch (IOException e) {
      throw lost(stage, e);
    }
    end();
  }

  /** Sends one command and waits for its reply. */
  Reply command(String command, Stage stage) throws HopLostException {
    line(command, stage);
    flush(stage);
    return reply(stage);
  }

  /** Waits for one whole reply. 421 is never returned, it ends the dialogue. */
  Reply reply(Stage stage) throws HopLostException {
    begin(stage);
    int octets = 0;
    while (true) {
      if (octets > replies.octets()) {
        throw HopLostException.nonsense(stage, "TOO_MANY_OCTETS");
      }
      if (unread == available) {
        fill(stage);
      }
      octets += available - unread;
      switch (parser.feed(incoming, unread, available - unread)) {
        case ReplyParser.Incomplete() -> unread = available;
        case ReplyParser.Complete(var reply, int consumed) -> {
          unread += consumed;
          end();
          if (reply.code() == 421) {
            throw HopLostException.shuttingDown(stage, reply);
          }
          return reply;
        }
        case ReplyParser.Defective(var defect) ->
            throw HopLostException.nonsense(stage, defect.name());
      }
    }
  }

  private void fill(Stage stage) throws HopLostException {
    try {
      int n = in.read(incoming);
      if (n < 0) {
        throw HopLostException.atStage(stage, "Connection closed");
      }
      unread = 0;
      available = n;
    } catch (IOException e) {
      throw lost(stage, e);
    }
  }

  /** Whether octets have arrived that nobody has asked for. */
  boolean hasUnexpectedInput() {
    try {
      return unread < available || in.available() > 0;
    } catch (IOException _) {
      return false;
    }
  }

  private void begin(Stage stage) {
    // RFC 1047: the final reply is waited for whatever the attempt has cost so far
    var timeout = timeouts.of(stage);
    var within = stage == Stage.END_OF_DATA ? Optional.<Budget>empty() : budget;
    deadline = System.nanoTime() + within.map(of -> of.atMost(timeout)).orElse(timeout).toNanos();
  }

  private void end() {
    deadline = NO_DEADLINE;
  }

  private HopLostException lost(Stage stage, Exception e) {
    return HopLostException.atStage(stage, expired ? "Timed out" : reason(e));
  }

  /** The exception's own words may quote the peer; only its kind is told. */
  static String reason(Exception e) {
    return switch (e) {
      case SocketTimeoutException _ -> "Timed out";
      case ConnectException _ -> "Cannot connect";
      case NoRouteToHostException _ -> "No route to host";
      case SSLException _ -> "TLS failed";
      default -> "Connection lost";
    };
  }

  @Override
  public boolean isOverdueAt(long nanoTime) {
    long at = deadline;
    return at != NO_DEADLINE && nanoTime - at > 0;
  }

  @Override
  public void expire() {
    expired = true;
    close();
  }

  /** Closes the TCP connection at once; TLS's own farewell could block. */
  void close() {
    watch.remove(this);
    closeQuietly(tcp);
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
