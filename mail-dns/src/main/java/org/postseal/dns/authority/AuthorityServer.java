package org.postseal.dns.authority;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sockets of an authoritative server: a few threads that answer UDP, and a bounded number of
 * TCP connections. Questions beyond what they manage wait in the kernel, which drops what is too
 * much.
 */
public final class AuthorityServer implements AutoCloseable {

  private static final int UDP_THREADS = 2;
  private static final int PORT_ATTEMPTS = 20;
  private static final int BACKLOG = 64;
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** A question is a name, a type and some options; what is longer is none. */
  private static final int MAX_QUESTION = 4096;

  private final Authority authority;
  private final ResponseRates rates;
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final TcpConnections connections;
  private final LongAdder answered = new LongAdder();
  private final LongAdder truncated = new LongAdder();
  private final LongAdder silenced = new LongAdder();
  private final LongAdder byTcp = new LongAdder();

  /**
   * What it did so far.
   *
   * @param answered questions by UDP
   * @param truncated those that were told to come back by TCP, because of their network's rate
   * @param silenced those that got no answer for the same reason
   * @param byTcp questions by TCP
   */
  public record Statistics(long answered, long truncated, long silenced, long byTcp) {}

  private AuthorityServer(
      DatagramSocket udp, ServerSocket tcp, TextZones zones, AuthoritySettings settings) {
    this.udp = udp;
    this.tcp = tcp;
    this.authority = new Authority(zones, settings);
    this.rates = new ResponseRates(settings.limits().responsesPerSecond(), System::nanoTime);
    this.connections = new TcpConnections(settings.limits(), this::overTcp);
  }

  /**
   * Binds and serves.
   *
   * @throws UncheckedIOException if it cannot listen there
   */
  public static AuthorityServer start(TextZones zones, AuthoritySettings settings) {
    try {
      var server = bind(zones, settings);
      for (int i = 0; i < UDP_THREADS; i++) {
        Thread.ofPlatform().daemon().name("dns-authority-udp-" + i).start(server::serveUdp);
      }
      Thread.ofPlatform().daemon().name("dns-authority-tcp").start(server::serveTcp);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot answer the DNS on " + settings.address(), e);
    }
  }

  /** Port 0 is a free port; that it is free for TCP does not say it is for UDP. */
  private static AuthorityServer bind(TextZones zones, AuthoritySettings settings)
      throws IOException {
    var address = settings.address();
    var taken = new ArrayList<BindException>();
    while (true) {
      var tcp = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
      try {
        var udp = new DatagramSocket(null);
        udp.setReceiveBufferSize(RECEIVE_BUFFER);
        udp.bind(new InetSocketAddress(address.getAddress(), tcp.getLocalPort()));
        return new AuthorityServer(udp, tcp, zones, settings);
      } catch (BindException e) {
        tcp.close();
        taken.add(e);
        if (address.getPort() != 0 || taken.size() == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  public Statistics statistics() {
    return new Statistics(answered.sum(), truncated.sum(), silenced.sum(), byTcp.sum());
  }

  @Override
  public void close() {
    udp.close();
    connections.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveUdp() {
    var buffer = new byte[MAX_QUESTION];
    while (!udp.isClosed()) {
      var packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        var response = overUdp(Arrays.copyOf(buffer, packet.getLength()), packet.getAddress());
        if (response.length > 0) {
          udp.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
        }
      } catch (IOException _) {
        // closed, an ICMP error of an earlier answer, or an asker who cannot be reached
      }
    }
  }

  private byte[] overUdp(byte[] question, InetAddress peer) {
    return switch (rates.grant(peer)) {
      case ANSWER -> {
        answered.increment();
        yield authority.answer(question, Authority.Transport.UDP);
      }
      case TRUNCATED -> {
        truncated.increment();
        yield authority.truncated(question);
      }
      case SILENCE -> {
        silenced.increment();
        yield new byte[0];
      }
    };
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        connections.take(tcp.accept());
      } catch (IOException _) {
        // closed, or the peer gave up before we accepted
      }
    }
  }

  /** RFC 1035 §4.2.2: each message is preceded by its length in two octets. */
  private void overTcp(Socket connection) throws IOException {
    var in = new DataInputStream(connection.getInputStream());
    var out = connection.getOutputStream();
    while (true) {
      int length = in.readUnsignedShort();
      if (length > MAX_QUESTION) {
        return;
      }
      var octets = new byte[length];
      in.readFully(octets);
      byTcp.increment();
      var response = authority.answer(octets, Authority.Transport.TCP);
      if (response.length == 0) {
        return;
      }
      out.write(framed(response));
    }
  }

  private static byte[] framed(byte[] message) {
    var framed = new byte[message.length + 2];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    return framed;
  }
}
