package org.postseal.dns.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;

/** The sockets: UDP and TCP on one port, a virtual thread for each datagram and connection. */
final class Listener implements AutoCloseable {

  /** What goes back for a query. */
  sealed interface Response {
    record Answer(Message message) implements Response {}

    /** Octets that are no DNS message. */
    record Nonsense() implements Response {}

    record Nothing() implements Response {}
  }

  private static final int MAX_UDP_WITHOUT_EDNS = 512; // RFC 1035 §4.2.1
  private static final int MAX_UDP = 1232;
  private static final int MAX_TCP = 65535;
  private static final int TCP_IDLE_MILLIS = 10_000;
  private static final int PORT_ATTEMPTS = 20;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Function<Message, Response> answers;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final LongAdder tcpQueries = new LongAdder();

  private Listener(DatagramSocket udp, ServerSocket tcp, Function<Message, Response> answers) {
    this.udp = udp;
    this.tcp = tcp;
    this.answers = answers;
  }

  static Listener open(InetSocketAddress address, Function<Message, Response> answers) {
    try {
      var listener = bind(address, answers);
      Thread.ofPlatform().daemon().name("dns-server-udp").start(listener::serveUdp);
      Thread.ofPlatform().daemon().name("dns-server-tcp").start(listener::serveTcp);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  /** Port 0 is a free port; that it is free for TCP does not say it is for UDP. */
  private static Listener bind(InetSocketAddress address, Function<Message, Response> answers)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      var tcp = new ServerSocket(address.getPort(), 0, address.getAddress());
      try {
        var udp =
            new DatagramSocket(new InetSocketAddress(address.getAddress(), tcp.getLocalPort()));
        return new Listener(udp, tcp, answers);
      } catch (BindException e) {
        tcp.close();
        if (address.getPort() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  long tcpQueries() {
    return tcpQueries.sum();
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveUdp() {
    var buffer = new byte[MAX_TCP];
    while (!udp.isClosed()) {
      var packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
      } catch (IOException _) {
        continue; // closed, or an ICMP error of an earlier answer
      }
      var octets = Arrays.copyOf(buffer, packet.getLength());
      var peer = packet.getSocketAddress();
      Thread.ofVirtual()
          .start(
              () -> {
                var response = respond(octets, Transport.UDP);
                if (response.length > 0) {
                  send(new DatagramPacket(response, response.length, peer));
                }
              });
    }
  }

  private void send(DatagramPacket packet) {
    try {
      udp.send(packet);
    } catch (IOException _) {
      // The asker is gone or we are closed; a datagram may get lost anyway.
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        var connection = tcp.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        // closed, or the peer gave up before we accepted
      }
    }
  }

  /** RFC 1035 §4.2.2: each message is preceded by its length in two octets. */
  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(TCP_IDLE_MILLIS);
      var in = new DataInputStream(connection.getInputStream());
      var out = new DataOutputStream(connection.getOutputStream());
      while (true) {
        var octets = new byte[in.readUnsignedShort()];
        in.readFully(octets);
        tcpQueries.increment();
        var response = respond(octets, Transport.TCP);
        if (response.length > 0) {
          var framed = new byte[response.length + 2];
          framed[0] = (byte) (response.length >> 8);
          framed[1] = (byte) response.length;
          System.arraycopy(response, 0, framed, 2, response.length);
          out.write(framed);
        }
      }
    } catch (IOException _) {
      // the peer ended the connection, or was idle for too long
    } finally {
      connections.remove(connection);
    }
  }

  private enum Transport {
    UDP,
    TCP
  }

  private byte[] respond(byte[] octets, Transport transport) {
    Message query;
    try {
      query = new Message(octets);
    } catch (IOException _) {
      return new byte[0]; // not a DNS message: nobody to answer
    }
    if (query.getHeader().getFlag(Flags.QR)
        || query.getHeader().getOpcode() != Opcode.QUERY
        || query.getQuestion() == null) {
      return new byte[0];
    }
    return switch (answers.apply(query)) {
      case Response.Nothing() -> new byte[0];
      case Response.Nonsense() -> nonsense(octets);
      case Response.Answer(var message) -> {
        var opt = query.getOPT();
        if (opt != null) {
          message.addRecord(new OPTRecord(MAX_UDP, 0, 0), Section.ADDITIONAL);
        }
        yield message.toWire(
            switch (transport) {
              case TCP -> MAX_TCP;
              case UDP ->
                  opt == null
                      ? MAX_UDP_WITHOUT_EDNS
                      : Math.clamp(opt.getPayloadSize(), MAX_UDP_WITHOUT_EDNS, MAX_UDP);
            });
      }
    };
  }

  private static byte[] nonsense(byte[] query) {
    var octets = new byte[40];
    Arrays.fill(octets, (byte) 0xC0); // compression pointers that lead forward
    octets[0] = query[0]; // the id, so that the asker takes it for the answer
    octets[1] = query[1];
    return octets;
  }
}
