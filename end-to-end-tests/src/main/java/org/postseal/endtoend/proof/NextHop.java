package org.postseal.endtoend.proof;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.accounting.Arrival;
import org.postseal.endtoend.accounting.Fault.Role;

/**
 * A mail server that others deliver to. What it has to its end it notes before it says so. It can
 * be slow, know nobody, and die with all its connections.
 */
final class NextHop implements Victim, AutoCloseable {
  /** How it behaves. */
  enum Manner {
    QUICK,
    /** Its reply to a content takes half a second. */
    SLOW,
    /** It knows no recipient. */
    REFUSING
  }

  private static final Duration SLOWNESS = Duration.ofMillis(500);

  private final String name;
  private final Manner manner;
  private final InetAddress address;
  private final int port = FreePorts.one();
  private final Consumer<Arrival> notes;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> sessions = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocket listener;

  /**
   * Starts it.
   *
   * @param number of its address of loopback, where the system has more than one
   */
  NextHop(String name, Manner manner, int number, Consumer<Arrival> notes) {
    this.name = name;
    this.manner = manner;
    this.address = address(number);
    this.notes = notes;
    startAgain();
  }

  /** Each is a host of its own to a relay, if that can be. */
  private static InetAddress address(int number) {
    var own = InetAddress.ofLiteral("127.0.0." + number);
    try (var _ = new ServerSocket(0, 1, own)) {
      return own;
    } catch (IOException _) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /** The route of a domain that leads here. */
  String route() {
    return "smtp:" + address.getHostAddress() + ":" + port;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Role role() {
    return Role.NEXT_HOP;
  }

  @Override
  public void startAgain() {
    try {
      var opened = new ServerSocket(port, 100, address);
      listener = opened;
      Thread.ofVirtual().start(() -> accept(opened));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot listen", e);
    }
  }

  @Override
  public void kill() {
    var open = listener;
    listener = null;
    try {
      if (open != null) {
        open.close();
      }
      for (var session : sessions) {
        session.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void pause() {
    throw new UnsupportedOperationException("it is no process");
  }

  @Override
  public void resume() {
    throw new UnsupportedOperationException("it is no process");
  }

  @Override
  public void stop() {
    kill();
  }

  @Override
  public boolean isRunning() {
    return listener != null;
  }

  @Override
  public void awaitReady(Duration limit) {
    // it listens as soon as it is started
  }

  @Override
  public void close() {
    kill();
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        var socket = from.accept();
        sessions.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        // closed, or a connection that was gone at once
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new Session(socket, connections.incrementAndGet()).run();
    } catch (IOException | InterruptedException _) {
      // the client notices
    } finally {
      sessions.remove(socket);
    }
  }

  /** One connection. */
  private final class Session {
    private final InputStream in;
    private final OutputStream out;
    private final int connection;
    private String recipient = "";

    Session(Socket socket, int connection) throws IOException {
      this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
      this.out = socket.getOutputStream();
      this.connection = connection;
    }

    void run() throws IOException, InterruptedException {
      say("220 " + name);
      for (var line = line(); line != null; line = line()) {
        var command = line.toString(StandardCharsets.UTF_8).stripTrailing();
        switch (command.substring(0, Math.min(4, command.length()))) {
          case "EHLO" -> say("250-" + name + "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING");
          case "RCPT" -> rcpt(command);
          case "DATA" -> data();
          case "QUIT" -> {
            say("221 2.0.0 bye");
            return;
          }
          default -> say("250 2.0.0 ok");
        }
      }
    }

    private void rcpt(String command) throws IOException {
      if (manner == Manner.REFUSING) {
        say("550 5.1.1 no such user");
      } else {
        recipient = command.substring(command.indexOf('<') + 1, command.indexOf('>'));
        say("250 2.1.5 ok");
      }
    }

    private void data() throws IOException, InterruptedException {
      if (recipient.isEmpty()) {
        say("554 5.5.1 no valid recipients");
        return;
      }
      say("354 go on");
      var body = new BodyDigest();
      for (var line = line(); !isEnd(line); line = line()) {
        if (line == null) {
          return;
        }
        body.line(line.toByteArray());
      }
      if (manner == Manner.SLOW) {
        Thread.sleep(SLOWNESS);
      }
      notes.accept(ProofDomains.arrival(recipient, name, connection, Instant.now(), body.hex()));
      recipient = "";
      say("250 2.0.0 taken");
    }

    private static boolean isEnd(@Nullable ByteArrayOutputStream line) {
      return line != null
          && line.size() == 3
          && line.toString(StandardCharsets.US_ASCII).equals(".\r\n");
    }

    private void say(String reply) throws IOException {
      out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** With its line end; null at the end of the connection. */
    private @Nullable ByteArrayOutputStream line() throws IOException {
      var line = new ByteArrayOutputStream(128);
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        line.write(octet);
        if (octet == '\n') {
          return line;
        }
      }
      return null;
    }
  }
}
