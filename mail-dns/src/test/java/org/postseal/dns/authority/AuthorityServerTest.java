package org.postseal.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Real sockets on loopback. */
@Timeout(60)
class AuthorityServerTest {

  private final List<AuthorityServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(AuthorityServer::close);
  }

  private AuthorityServer server(int perSecond, int connections, Duration idle) {
    var server =
        AuthorityServer.start(
            new ThreeKeys(),
            new AuthoritySettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(DomainName.of("ns1.provider.example")),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                new AuthoritySettings.Limits(perSecond, connections, idle)));
    servers.add(server);
    return server;
  }

  private static byte[] query(String name) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), Type.TXT, DClass.IN)).toWire();
  }

  private static byte[] framed(byte[] message) {
    var framed = new byte[message.length + 2];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    return framed;
  }

  private static Message overTcp(Socket socket, byte[] query) throws IOException {
    socket.getOutputStream().write(framed(query));
    var in = new DataInputStream(socket.getInputStream());
    return new Message(in.readNBytes(in.readUnsignedShort()));
  }

  @Test
  void ourOwnClientReadsBothTransports() {
    var server = server(0, 16, Duration.ofSeconds(5));
    var dns = DnsjavaDns.ofZone(ResolverSettings.of(List.of(server.address())));
    assertThat(dns.txt(DomainName.of("s1._domainkey.example.com")))
        .isEqualTo(found(ThreeKeys.LONG));
    assertThat(dns.txt(DomainName.of("huge._domainkey.example.com")))
        .isEqualTo(found(ThreeKeys.HUGE));
    assertThat(server.statistics().byTcp()).isEqualTo(1);
    assertThat(dns.txt(DomainName.of("no._domainkey.example.com")))
        .isInstanceOf(DnsAnswer.NoSuchDomain.class);
    assertThat(dns.txt(DomainName.of("b._domainkey.example.com")))
        .isInstanceOf(DnsAnswer.NoRecords.class);
  }

  private static DnsAnswer<String> found(String text) {
    return new DnsAnswer.Found<>(List.of(text), Duration.ofMinutes(5), DnssecStatus.NOT_PROVEN);
  }

  @Test
  void beyondANetworksRateTcpStillAnswers() throws Exception {
    var server = server(50, 16, Duration.ofSeconds(5));
    int answered = 0;
    int cut = 0;
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(300);
      var query = query("s1._domainkey.example.com.");
      for (int i = 0; i < 300; i++) {
        socket.send(new DatagramPacket(query, query.length, server.address()));
      }
      var buffer = new byte[2000];
      try {
        while (true) {
          var packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          if (new Message(Arrays.copyOf(buffer, packet.getLength()))
              .getHeader()
              .getFlag(Flags.TC)) {
            cut++;
          } else {
            answered++;
          }
        }
      } catch (SocketTimeoutException _) {
        // no more
      }
    }
    assertThat(answered).isBetween(45, 100);
    assertThat(cut).isBetween(60, 140);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      for (int i = 0; i < 100; i++) {
        assertThat(
                overTcp(socket, query("s1._domainkey.example.com.")).getHeader().getFlag(Flags.TC))
            .isFalse();
      }
    }
  }

  @Test
  void oneAddressHoldsAQuarterOfTheConnections() throws Exception {
    var server = server(0, 8, Duration.ofSeconds(2));
    var held = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 2; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        held.add(socket);
        assertThat(overTcp(socket, query("s1._domainkey.example.com.")).getRcode()).isZero();
      }
      try (var third = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
        third.setSoTimeout(5000);
        assertThat(third.getInputStream().read()).as("closed").isEqualTo(-1);
      }
      for (var socket : held) {
        socket.setSoTimeout(10_000);
        assertThat(socket.getInputStream().read()).as("idle for too long").isEqualTo(-1);
      }
      try (var later = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
        assertThat(overTcp(later, query("s1._domainkey.example.com.")).getRcode()).isZero();
      }
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void aConnectionThatSendsNonsenseEnds() throws Exception {
    var server = server(0, 8, Duration.ofSeconds(5));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF, 1, 2, 3});
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** A million names that are not there: what is used after a collection does not grow. */
  @Test
  void aFloodOfRandomNamesStaysFlatInMemory() throws Exception {
    var authority =
        new Authority(
            new ThreeKeys(),
            new AuthoritySettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(DomainName.of("ns1.provider.example")),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                AuthoritySettings.Limits.USUAL));
    flood(authority, 50_000);
    long before = used();
    flood(authority, 500_000);
    assertThat(used() - before).as("octets more").isLessThan(4L << 20);
  }

  private static void flood(Authority authority, int questions) throws IOException {
    var random = new Random(questions);
    for (int i = 0; i < questions; i++) {
      var name = Long.toHexString(random.nextLong()) + "._domainkey.example.com.";
      assertThat(authority.answer(query(name), Authority.Transport.UDP)).isNotEmpty();
    }
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
