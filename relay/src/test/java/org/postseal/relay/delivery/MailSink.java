package org.postseal.relay.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A next hop that takes everything, except that recipients can be given replies to use up first,
 * and that it can be told to hold its final replies back.
 */
final class MailSink implements AutoCloseable {

  /** One message for one recipient. */
  record Received(String recipient, String content) {}

  private final ServerSocket listener;
  private final Map<String, Deque<String>> replies = new ConcurrentHashMap<>();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> sessions = new ConcurrentLinkedQueue<>();
  private volatile Duration slowness = Duration.ZERO;
  private volatile Duration hesitation = Duration.ZERO;
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

  MailSink(int port) throws IOException {
    this(listen(port));
  }

  private MailSink(ServerSocket listener) {
    this.listener = listener;
    Thread.startVirtualThread(this::accept);
  }

  /** At every address of loopback, each of which is a host to the relay. */
  static MailSink everywhere() throws IOException {
    return new MailSink(new ServerSocket(0, 1000));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The port may for a moment be an outgoing connection's. */
  private static ServerSocket listen(int port) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  /** The next RCPT for this recipient gets that reply instead of 250. */
  MailSink replying(String recipient, String reply) {
    replies.computeIfAbsent(recipient, _ -> new ConcurrentLinkedDeque<>()).add(reply);
    return this;
  }

  /** Contents for this recipient get their final reply only when the latch is open. */
  MailSink holding(String recipient, CountDownLatch until) {
    held.put(recipient, until);
    return this;
  }

  /** Final replies come so much later. */
  MailSink slowly(Duration time) {
    slowness = time;
    return this;
  }

  /** Everything received, in order. */
  List<Received> received() {
    return List.copyOf(received);
  }

  List<Received> received(String recipient) {
    return received.stream().filter(one -> one.recipient().equals(recipient)).toList();
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        sessions.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
      var out = socket.getOutputStream();
      say(out, "220 sink.example");
      var recipients = new ArrayList<String>();
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        switch (line.substring(0, 4)) {
          case "EHLO" -> say(out, "250-sink.example\r\n250-8BITMIME\r\n250 PIPELINING");
          case "MAIL" -> {
            recipients.clear();
            say(out, "250 2.1.0 ok");
          }
          case "RCPT" -> say(out, recipient(line.substring(9, line.length() - 1), recipients));
          case "DATA" -> {
            if (recipients.isEmpty()) {
              say(out, "554 5.5.1 no valid recipients");
            } else {
              say(out, "354 go on");
              take(content(in), recipients);
              say(out, "250 2.0.0 taken");
            }
          }
          case "QUIT" -> {
            return;
          }
          default -> say(out, "250 2.0.0 ok");
        }
      }
    } catch (IOException | InterruptedException _) {
      // the client will notice
    }
  }

  /** Each RCPT has its reply so much later. */
  MailSink hesitating(Duration time) {
    hesitation = time;
    return this;
  }

  private String recipient(String path, List<String> recipients) throws InterruptedException {
    Thread.sleep(hesitation);
    var reply = replies.getOrDefault(path, new ConcurrentLinkedDeque<>()).poll();
    if (reply == null) {
      recipients.add(path);
      return "250 2.1.5 ok";
    }
    return reply;
  }

  private void take(String content, List<String> recipients) throws InterruptedException {
    for (var recipient : recipients) {
      received.add(new Received(recipient, content));
      Thread.sleep(slowness);
      var latch = held.get(recipient);
      if (latch != null) {
        latch.await();
      }
    }
  }

  private static String content(BufferedReader in) throws IOException {
    var content = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return content.toString();
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Ends all sessions too, or the relay would go on using them in the next test. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (var session : sessions) {
      session.close();
    }
  }
}
