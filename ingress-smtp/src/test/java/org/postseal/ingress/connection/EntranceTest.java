package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.accounts.throttle.Network;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;
import org.postseal.ingress.load.Blocklists;
import org.postseal.ingress.load.ClientLimits;
import org.postseal.ingress.load.ClientLimits.Amounts;
import org.postseal.ingress.load.ClientLimits.Scope;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.session.Listener;

/** Load balancers that say whose connection they pass on, limits for each client, blocklists. */
class EntranceTest {
  private static final String HEADER = "PROXY TCP4 192.0.2.7 127.0.0.1 50000 25\r\n";
  private static final String VERSION_2 = "0d0a0d0a000d0a515549540a";
  private static final String VERSION_2_LOCAL = "\r\n\r\n\0\r\nQUIT\n \0\0\0";
  private static final List<Network> LOOPBACK = List.of(Network.of("127.0.0.0/8"));
  private static final List<Network> ELSEWHERE = List.of(Network.of("198.51.100.0/24"));

  @TempDir private Path directory;

  @Test
  void theClientIsWhomATrustedProxyNames() {
    try (var edge = proxied(LOOPBACK, Map.of());
        var client = new Client(edge.port(Listener.MX))) {
      client.send(HEADER);
      assertThat(client.reply()).startsWith("220 ");
      deliver(client);
      var stored = edge.ports.stored.getFirst();
      assertThat(stored.transaction().envelope().client().address()).isEqualTo("192.0.2.7");
      assertThat(stored.message()).contains("([192.0.2.7])");
    }
  }

  @Test
  void theHeaderMayComeInPiecesAndInVersion2() {
    var header = HexFormat.of().parseHex(VERSION_2 + "2111000cc00002097f000001c3500019");
    try (var edge = proxied(LOOPBACK, Map.of());
        var client = new Client(edge.port(Listener.MX))) {
      for (byte octet : header) {
        client.send(new byte[] {octet});
      }
      assertThat(client.reply()).startsWith("220 ");
      deliver(client);
      assertThat(edge.ports.stored.getFirst().transaction().envelope().client().address())
          .isEqualTo("192.0.2.9");
    }
  }

  @Test
  void aProxyMaySpeakForItself() {
    try (var edge = proxied(LOOPBACK, Map.of());
        var client = new Client(edge.port(Listener.MX))) {
      client.send("PROXY UNKNOWN\r\n");
      assertThat(client.reply()).startsWith("220 ");
      deliver(client);
      assertThat(edge.ports.stored.getFirst().transaction().envelope().client().address())
          .isEqualTo("127.0.0.1");
    }
  }

  @Test
  void tlsBeginsBehindTheHeader() {
    try (var edge = proxied(LOOPBACK, Map.of());
        var client = new Client(edge.port(Listener.SUBMISSIONS))) {
      client.send(HEADER);
      client.startTls();
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example")).startsWith("250 ");
    }
  }

  @Test
  void tlsMayBeginInThePacketOfTheHeader() {
    try (var edge = proxied(LOOPBACK, Map.of());
        var client = new Client(new HeaderFirst(HEADER), edge.port(Listener.SUBMISSIONS))) {
      client.startTls();
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example")).startsWith("250 ");
    }
  }

  @Test
  void whoeverIsNoProxyIsAClientThere() {
    try (var edge = proxied(ELSEWHERE, Map.of());
        var client = new Client(edge.port(Listener.MX));
        var submitting = new Client(edge.port(Listener.SUBMISSIONS))) {
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example")).startsWith("250 ");
      submitting.startTls();
      assertThat(submitting.reply()).startsWith("220 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {HEADER, "PROXY UNKNOWN\r\n", VERSION_2_LOCAL})
  void nobodyElseIsBelieved(String header) {
    for (var trusted : List.of(ELSEWHERE, List.<Network>of())) {
      try (var edge = proxied(trusted, Map.of());
          var client = new Client(edge.port(Listener.MX))) {
        client.send(header);
        assertThat(client.reply()).startsWith("220 ");
        assertThat(client.reply()).startsWith("554 5.7.1 PROXY header refused");
        assertThat(client.line()).isEqualTo("closed");
        assertThat(refused(edge, "proxy_header")).isOne();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EHLO client.example\r\n", "PROXY TCP4 192.0.2.7\r\n", ""})
  void aProxyMustSayWhoItIs(String instead) {
    try (var edge = proxied(LOOPBACK, Map.of());
        var client = new Client(edge.port(Listener.MX))) {
      client.send(instead);
      assertThat(client.line()).isEqualTo("closed");
      assertThat(refused(edge, "proxy_header")).isOne();
    }
  }

  @Test
  void sessionsAreCountedForTheAddressTheNetworkAndTheListener() {
    var amounts = new Amounts(2, 0, 0, 0, 0, 0);
    for (var scope : Scope.values()) {
      try (var edge = proxied(LOOPBACK, Map.of(scope, amounts));
          var first = from(edge, "192.0.2.7");
          var second =
              from(
                  edge,
                  scope == Scope.ADDRESS
                      ? "192.0.2.7"
                      : scope == Scope.NETWORK ? "192.0.2.8" : "203.0.113.1")) {
        assertThat(first.reply()).startsWith("220 ");
        assertThat(second.reply()).startsWith("220 ");
        var third =
            scope == Scope.ADDRESS
                ? "192.0.2.7"
                : scope == Scope.NETWORK ? "192.0.2.9" : "198.51.100.1";
        try (var refused = from(edge, third);
            var notCounted = from(edge, "192.0.2.129")) {
          assertThat(refused.reply()).as("%s", scope).startsWith("421 4.7.0 ");
          assertThat(refused.line()).isEqualTo("closed");
          assertThat(notCounted.reply()).startsWith("220 ");
        }
        assertThat(first.command("QUIT")).startsWith("221 ");
        assertThat(first.line()).isEqualTo("closed");
        SmtpServerTest.until(() -> edge.server.openSessions() == 1);
        try (var again = from(edge, third)) {
          assertThat(again.reply()).startsWith("220 ");
        }
      }
    }
  }

  @Test
  void connectionsAreCountedInAPeriod() {
    var amounts = Map.of(Scope.ADDRESS, new Amounts(0, 3, 0, 0, 0, 0));
    try (var edge = proxied(LOOPBACK, amounts)) {
      for (int i = 0; i < 3; i++) {
        try (var client = from(edge, "192.0.2.7")) {
          assertThat(client.reply()).startsWith("220 ");
        }
      }
      try (var refused = from(edge, "192.0.2.7");
          var other = from(edge, "192.0.2.8")) {
        assertThat(refused.reply()).startsWith("421 4.7.0 ");
        assertThat(other.reply()).startsWith("220 ");
      }
      assertThat(refused(edge, "too_many")).isOne();
    }
  }

  @Test
  void whoIsOnABlocklistIsToldWhichOne() {
    try (var zone = ZoneServer.start()) {
      zone.address("7.2.0.192.bl.example", "127.0.0.2");
      zone.address("8.2.0.192.bl.example", "127.255.255.254");
      zone.address("9.2.0.192.bl.example", "10.0.0.1");
      try (var edge =
          new Edge(
              directory,
              Wishes.usual(),
              vertx ->
                  entrance(LOOPBACK, Edge.limits(Map.of()), Optional.of(lists(vertx, zone))))) {
        try (var listed = from(edge, "192.0.2.7")) {
          assertThat(listed.reply()).isEqualTo("554 5.7.1 [192.0.2.7] is listed in bl.example");
          assertThat(listed.line()).isEqualTo("closed");
        }
        for (var address : List.of("192.0.2.8", "192.0.2.9", "192.0.2.10")) {
          try (var client = from(edge, address)) {
            assertThat(client.reply()).as(address).startsWith("220 ");
          }
        }
        assertThat(refused(edge, "blocklisted")).isOne();
      }
    }
  }

  @Test
  void whoseNetworkIsBlockedIsRefusedFromThenOnAndAtTheMxAlone() {
    var blocked = new AtomicReference<>("");
    try (var edge =
        new Edge(
            directory,
            Wishes.parse("xclient=yes"),
            _ ->
                new Entrance(
                    settings(LOOPBACK),
                    Edge.allowance(Edge.limits(Map.of()), Wishes.usual()),
                    Optional.empty(),
                    address -> address.equals(blocked.get())))) {
      try (var before = from(edge, "192.0.2.7")) {
        assertThat(before.reply()).startsWith("220 ");
      }
      blocked.set("192.0.2.7");
      try (var refused = from(edge, "192.0.2.7");
          var other = from(edge, "192.0.2.8");
          var submission = from(edge, Listener.SUBMISSION, "192.0.2.7")) {
        assertThat(refused.reply()).isEqualTo("554 5.7.1 No mail from [192.0.2.7] is taken here");
        assertThat(refused.line()).isEqualTo("closed");
        assertThat(other.reply()).startsWith("220 ");
        assertThat(submission.reply()).startsWith("220 ");
      }
      assertThat(refused(edge, "blocklisted")).isOne();
    }
  }

  @Test
  void whomXclientNamesIsLookedUpAndIsWhomTheVerifierIsAskedAbout() {
    try (var zone = ZoneServer.start()) {
      zone.address("7.2.0.192.bl.example", "127.0.0.2");
      try (var edge =
              new Edge(
                  directory,
                  Wishes.parse("xclient=yes"),
                  vertx ->
                      entrance(ELSEWHERE, Edge.limits(Map.of()), Optional.of(lists(vertx, zone))));
          var client = new Client(edge.port(Listener.MX))) {
        assertThat(client.reply()).startsWith("220 ");
        assertThat(client.command("XCLIENT ADDR=192.0.2.8")).startsWith("220 ");
        deliver(client);
        assertThat(edge.ports.stored.getFirst().transaction().envelope().client().address())
            .isEqualTo("192.0.2.8");
        assertThat(client.command("XCLIENT ADDR=192.0.2.7"))
            .isEqualTo("554 5.7.1 [192.0.2.7] is listed in bl.example");
        assertThat(client.line()).isEqualTo("closed");
        assertThat(refused(edge, "blocklisted")).isOne();
      }
    }
  }

  @Test
  void aBlocklistThatDoesNotAnswerKeepsNobodyOut() {
    try (var zone = ZoneServer.start().faultEverywhere(new Fault.Silence());
        var edge =
            new Edge(
                directory,
                Wishes.usual(),
                vertx ->
                    entrance(LOOPBACK, Edge.limits(Map.of()), Optional.of(lists(vertx, zone))));
        var client = from(edge, "192.0.2.7")) {
      assertThat(client.reply()).startsWith("220 ");
    }
  }

  @Test
  void namesAreReversedAsBlocklistsWantThem() {
    assertThat(Blocklists.reversed(InetAddress.ofLiteral("192.0.2.99"))).isEqualTo("99.2.0.192");
    assertThat(Blocklists.reversed(InetAddress.ofLiteral("2001:db8:1:2:3:4:567:89ab")))
        .isEqualTo("b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2");
  }

  private static Blocklists lists(Vertx vertx, ZoneServer zone) {
    var resolver =
        ResolverSettings.of(List.of(zone.address())).withPatience(Duration.ofMillis(500));
    return new Blocklists(
        vertx,
        new DnsjavaDns(resolver),
        List.of(DomainName.of("bl.example")),
        Duration.ofSeconds(1));
  }

  private Edge proxied(List<Network> trusted, Map<Scope, Amounts> amounts) {
    return new Edge(
        directory, Wishes.usual(), _ -> entrance(trusted, Edge.limits(amounts), Optional.empty()));
  }

  private static Entrance entrance(
      List<Network> trusted, ClientLimits limits, Optional<Blocklists> lists) {
    return new Entrance(settings(trusted), Edge.allowance(limits, Wishes.usual()), lists);
  }

  private static Entrance.Settings settings(List<Network> trusted) {
    return new Entrance.Settings(
        100,
        new Entrance.Proxies(EnumSet.allOf(Listener.class), trusted, Duration.ofMillis(700), 512));
  }

  private static Client from(Edge edge, String address) {
    return from(edge, Listener.MX, address);
  }

  private static Client from(Edge edge, Listener listener, String address) {
    var client = new Client(edge.port(listener));
    client.send("PROXY TCP4 " + address + " 127.0.0.1 50000 25\r\n");
    return client;
  }

  private static double refused(Edge edge, String reason) {
    return edge.meters
        .counter("postseal_ingress_refused_connections", "listener", "mx", "reason", reason)
        .count();
  }

  private static void deliver(Client client) {
    assertThat(client.command("EHLO client.example")).startsWith("250 ");
    assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250 ");
    assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250 ");
    assertThat(client.command("DATA")).startsWith("354 ");
    client.send("Subject: relayed\r\n\r\n.\r\n");
    assertThat(client.reply()).startsWith("250 ");
  }

  /** Puts the header in front of the first octets that are written. */
  private static final class HeaderFirst extends Socket {
    private final byte[] header;
    private boolean written;

    HeaderFirst(String header) {
      this.header = header.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
          var all = new byte[(written ? 0 : header.length) + length];
          if (!written) {
            System.arraycopy(header, 0, all, 0, header.length);
          }
          System.arraycopy(octets, offset, all, all.length - length, length);
          written = true;
          out.write(all);
        }
      };
    }
  }
}
