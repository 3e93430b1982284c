package org.postseal.registry.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.authority.AuthorityServer;
import org.postseal.dns.authority.AuthoritySettings;
import org.postseal.registry.journal.FilledState;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.nameserver.KeyZones;

/** The built-in server, asked by dig, by unbound through a parent zone, and by dnsperf. */
@Tag("interop")
@Timeout(180)
class DelegatedZoneTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String LONG_DOMAIN =
      "a-rather-long-name-of-a-customer-of-ours.and-its-department-for-letters.example.com";
  private static final SigningKey RSA =
      key("s1", "example.com", KeyAlgorithm.RSA_2048, new KeyState.Announced(NOW));
  private static final SigningKey LONG =
      key("2026q4-rsa1", LONG_DOMAIN, KeyAlgorithm.RSA_2048, new KeyState.Announced(NOW));

  @TempDir private Path directory;
  private final List<AutoCloseable> running = new ArrayList<>();
  private final KeyZones zones =
      new KeyZones(
          new FilledState()
              .with(RSA)
              .with(LONG)
              .with(
                  key(
                      "gone",
                      "example.com",
                      KeyAlgorithm.RSA_2048,
                      new KeyState.Announced(NOW).revoke(NOW)))
              .with(key("a.b", "example.com", KeyAlgorithm.ED25519, new KeyState.Announced(NOW)))
              .state(),
          () -> true,
          Optional.of(DomainName.of("keys.provider.example")));

  private static SigningKey key(
      String selector, String domain, KeyAlgorithm algorithm, KeyState state) {
    return new SigningKey(
        selector + "." + domain,
        new KeyName(new Selector(selector), DomainName.of(domain)),
        algorithm,
        NewKeyPair.generate(algorithm).publicKey(),
        state,
        Optional.empty());
  }

  @AfterEach
  void stop() throws Exception {
    for (var each : running.reversed()) {
      each.close();
    }
  }

  private AuthorityServer serve(InetSocketAddress address, int perSecond) {
    var server =
        AuthorityServer.start(
            zones,
            new AuthoritySettings(
                address,
                List.of(DomainName.of("ns1.provider.example")),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                new AuthoritySettings.Limits(perSecond, 64, Duration.ofSeconds(10))));
    running.add(server);
    return server;
  }

  private static String dig(AuthorityServer server, String... arguments) throws Exception {
    var all =
        new ArrayList<>(
            List.of(
                "@127.0.0.1",
                "-p",
                Integer.toString(server.address().getPort()),
                "+norecurse",
                "+tries=1"));
    all.addAll(List.of(arguments));
    return DnsProgram.run("dig", all.toArray(String[]::new));
  }

  @Test
  void digReadsEveryKindOfAnswer() throws Exception {
    var server = serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var name = "s1._domainkey.example.com";
    assertThat(dig(server, "TXT", name))
        .contains("status: NOERROR", "flags: qr aa;", "v=DKIM1; k=rsa; p=", "udp: 1232");
    assertThat(dig(server, "TXT", "gone._domainkey.example.com"))
        .contains("status: NOERROR", "\"v=DKIM1; k=rsa; p=\"");
    assertThat(dig(server, "TXT", "missing._domainkey.example.com"))
        .contains("status: NXDOMAIN", "flags: qr aa;", "SOA\tns1.provider.example.");
    assertThat(dig(server, "TXT", "b._domainkey.example.com"))
        .contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1", "SOA");
    assertThat(dig(server, "A", name)).contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1");
    assertThat(dig(server, "ANY", "+notcp", name)).contains("HINFO\t\"RFC8482\" \"\"");
    assertThat(dig(server, "TXT", "example.org")).contains("status: REFUSED");
    assertThat(dig(server, "AXFR", "_domainkey.example.com")).contains("Transfer failed");
    assertThat(dig(server, "TXT", "+noedns", "+ignore", name))
        .as("512 octets suffice")
        .contains("status: NOERROR", "p=M")
        .doesNotContain("EDNS");
    var longName = "2026q4-rsa1._domainkey." + LONG_DOMAIN;
    assertThat(dig(server, "TXT", "+noedns", "+ignore", longName)).contains("flags: qr aa tc;");
    assertThat(dig(server, "TXT", "+noedns", longName))
        .contains(";; Truncated, retrying in TCP mode.", "p=M");
    assertThat(dig(server, "TXT", "+bufsize=512", "+ignore", longName)).contains("tc;");
    assertThat(dig(server, "TXT", longName)).contains("p=M").doesNotContain("Truncated");
    assertThat(dig(server, "TXT", "+tcp", name)).contains("(TCP)", "p=M");
    assertThat(dig(server, "TXT", "+edns=1", "+noednsneg", name)).contains("status: BADVERS");
    assertThat(dig(server, "TXT", name + ".keys.provider.example")).contains("p=M");
  }

  /** A recursive resolver follows the delegation in the parent zone, to port 53. */
  @Test
  void unboundFindsASelectorThroughTheParentZone() throws Exception {
    var ours = new InetSocketAddress(InetAddress.ofLiteral("127.0.71.2"), 53);
    assumeTrue(mayListen(ours), "port 53 of a loopback address may not be used here");
    serve(ours, 0);
    int parentPort = DnsProgram.freePort();
    running.add(parent(parentPort));
    int resolverPort = DnsProgram.freePort();
    var dns =
        new DnsjavaDns(
            ResolverSettings.of(
                    List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), resolverPort)))
                .withPatience(Duration.ofSeconds(5)));
    running.add(unbound(resolverPort, parentPort, dns));
    assertThat(found(dns, "s1._domainkey.example.com")).containsExactly(RSA.recordText());
    assertThat(found(dns, "gone._domainkey.example.com")).containsExactly("v=DKIM1; k=rsa; p=");
    assertThat(found(dns, "2026q4-rsa1._domainkey." + LONG_DOMAIN)).as("delegated below").isEmpty();
    assertThat(dns.txt(DomainName.of("missing._domainkey.example.com")))
        .isInstanceOf(DnsAnswer.NoSuchDomain.class);
    assertThat(dns.txt(DomainName.of("b._domainkey.example.com")))
        .isInstanceOf(DnsAnswer.NoRecords.class);
    assertThat(found(dns, "s1._domainkey.alias.example.com"))
        .as("a customer's alias into our zone")
        .containsExactly(RSA.recordText());
  }

  private static List<String> found(DnsjavaDns dns, String name) {
    return dns.txt(DomainName.of(name)) instanceof DnsAnswer.Found<String>(var records, _, _)
        ? records
        : List.of();
  }

  private static boolean mayListen(InetSocketAddress address) {
    try (var socket = new DatagramSocket(address)) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  private DnsProgram parent(int port) throws Exception {
    Files.writeString(
        directory.resolve("parent.zone"),
        """
        $ORIGIN example.
        $TTL 60
        @ IN SOA ns hostmaster 1 3600 600 86400 60
        @ IN NS ns
        ns IN A 127.0.0.1
        ns1.provider IN A 127.0.71.2
        keys.provider IN NS ns1.provider
        """);
    Files.writeString(
        directory.resolve("com.zone"),
        """
        $ORIGIN example.com.
        $TTL 60
        @ IN SOA ns.example. hostmaster.example. 1 3600 600 86400 60
        @ IN NS ns.example.
        _domainkey IN NS ns1.provider.example.
        s1._domainkey.alias IN CNAME s1._domainkey.example.com.keys.provider.example.
        """);
    var file =
        Files.writeString(
            directory.resolve("parent.conf"),
            """
            server:
                rundir: "%1$s"
                listen: 127.0.0.1@%2$d
            log:
              - target: stderr
                any: info
            database:
                storage: "%1$s"
            zone:
              - domain: example
                storage: "%1$s"
                file: parent.zone
              - domain: example.com
                storage: "%1$s"
                file: com.zone
            """
                .formatted(directory, port));
    var dns = DnsjavaDns.ofZone(ResolverSettings.of(List.of(PrimaryServer.at(port))));
    return DnsProgram.start(
        List.of(DnsProgram.installed("knotd"), "-c", file.toString()),
        directory,
        () -> dns.nameServers(DomainName.of("example.com")) instanceof DnsAnswer.Found<DomainName>);
  }

  private DnsProgram unbound(int port, int parentPort, DnsjavaDns dns) throws Exception {
    var file =
        Files.writeString(
            directory.resolve("unbound.conf"),
            """
            server:
                directory: "%1$s"
                chroot: ""
                username: ""
                pidfile: ""
                use-syslog: no
                interface: 127.0.0.1
                port: %2$d
                do-ip6: no
                do-not-query-localhost: no
                module-config: "iterator"
                private-domain: "example"
                local-zone: "example." transparent
            stub-zone:
                name: "example"
                stub-addr: 127.0.0.1@%3$d
            stub-zone:
                name: "example.com"
                stub-addr: 127.0.0.1@%3$d
            remote-control:
                control-enable: no
            """
                .formatted(directory, port, parentPort));
    return DnsProgram.start(
        List.of(DnsProgram.installed("unbound"), "-d", "-c", file.toString()),
        directory,
        () -> dns.nameServers(DomainName.of("example.com")) instanceof DnsAnswer.Found<DomainName>);
  }

  @Test
  void dnsperfCountsAnswers() throws Exception {
    var server = serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var questions = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      questions.append("s1._domainkey.example.com TXT\nno").append(i);
      questions.append("._domainkey.example.com TXT\n");
    }
    var file = Files.writeString(directory.resolve("questions"), questions);
    var printed =
        DnsProgram.run(
            "dnsperf",
            "-s",
            "127.0.0.1",
            "-p",
            Integer.toString(server.address().getPort()),
            "-d",
            file.toString(),
            "-l",
            "5",
            "-e");
    var rate = Pattern.compile("Queries per second: +([0-9]+)").matcher(printed);
    assertThat(rate.find()).as(printed).isTrue();
    System.out.println(printed);
    assertThat(Integer.parseInt(rate.group(1))).isGreaterThan(1000);
    assertThat(printed).containsPattern("Queries lost: +\\d+ \\([0-2]\\.");
  }
}
