package org.postseal.ingress.recipients;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtp.reply.ReplyParser;

/**
 * Asks one next hop about one mailbox: greets it, names the null reverse-path and the recipient,
 * and leaves without sending anything. Blocks; each question has a connection of its own, without
 * TLS.
 */
final class NextHopCallout {
  private static final Logger LOG = Logger.getLogger(NextHopCallout.class);
  private static final int ADDRESSING = 1;
  private static final int MAILBOX = 2;

  private final Hop hop;

  /**
   * Whom to ask.
   *
   * @param greeting EHLO or LHLO
   * @param hostname what we call ourselves
   * @param timeout for the whole question
   */
  record Hop(String host, int port, String greeting, String hostname, Duration timeout) {}

  NextHopCallout(Hop hop) {
    this.hop = hop;
  }

  RecipientCheck.Answer ask(Mailbox mailbox) {
    try (var socket = new Socket()) {
      long until = System.nanoTime() + hop.timeout().toNanos();
      socket.connect(new InetSocketAddress(hop.host(), hop.port()), left(until));
      socket.setTcpNoDelay(true);
      var dialogue = new Dialogue(socket, until);
      if (!dialogue.reply().isPositive()
          || !dialogue.command(hop.greeting() + " " + hop.hostname()).isPositive()
          || !dialogue.command(mail(mailbox)).isPositive()) {
        return RecipientCheck.Answer.UNDECIDED;
      }
      var answer = judge(dialogue.command("RCPT TO:<" + mailbox + ">"));
      dialogue.say("QUIT");
      return answer;
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("%s:%d did not say who exists: %s", hop.host(), hop.port(), e.toString());
      return RecipientCheck.Answer.UNDECIDED;
    }
  }

  /** RFC 6531 §3.4: SMTPUTF8 for a recipient that needs it; a hop without it has not decided. */
  private static String mail(Mailbox mailbox) {
    return mailbox.isAscii() ? "MAIL FROM:<>" : "MAIL FROM:<> SMTPUTF8";
  }

  /**
   * Unknown is only what is said about the address or the mailbox (RFC 3463 §3.2 and §3.3), or what
   * 550, 551 and 553 mean without more words; a refusal of ours, or a full mailbox, decides
   * nothing.
   */
  private static RecipientCheck.Answer judge(Reply reply) {
    if (reply.isPositive()) {
      return RecipientCheck.Answer.EXISTS;
    }
    if (!reply.isPermanent()) {
      return RecipientCheck.Answer.UNDECIDED;
    }
    boolean unknown =
        reply
            .status()
            .map(
                status ->
                    status.subject() == ADDRESSING
                        || (status.subject() == MAILBOX && status.detail() <= 1))
            .orElse(reply.code() == 550 || reply.code() == 551 || reply.code() == 553);
    return unknown ? RecipientCheck.Answer.UNKNOWN : RecipientCheck.Answer.UNDECIDED;
  }

  private static int left(long until) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return Math.toIntExact(millis);
  }

  /** Commands out, replies in, all of them in one time. */
  private static final class Dialogue {
    private final Socket socket;
    private final InputStream in;
    private final long until;
    private final byte[] octet = new byte[1];

    Dialogue(Socket socket, long until) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.until = until;
    }

    Reply command(String line) throws IOException {
      say(line);
      return reply();
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    Reply reply() throws IOException {
      var parser = new ReplyParser(ReplyLimits.GENEROUS);
      while (true) {
        socket.setSoTimeout(left(until));
        int read = in.read();
        if (read < 0) {
          throw new EOFException("the connection was closed");
        }
        octet[0] = (byte) read;
        switch (parser.feed(octet, 0, 1)) {
          case ReplyParser.Incomplete _ -> {}
          case ReplyParser.Complete(var reply, _) -> {
            return reply;
          }
          case ReplyParser.Defective(var defect) ->
              throw new IOException("what came is no reply: " + defect);
        }
      }
    }
  }
}
