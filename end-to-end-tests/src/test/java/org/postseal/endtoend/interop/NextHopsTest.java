package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.interop.NextHopPrograms.Running;
import org.postseal.smtpclient.Connections;
import org.postseal.smtpclient.Credentials;
import org.postseal.smtpclient.Dialogue;
import org.postseal.smtpclient.HostPace;
import org.postseal.smtpclient.NextHopClient;
import org.postseal.smtpclient.Outcome;
import org.postseal.smtpclient.Protocol;
import org.postseal.smtpclient.Sent;
import org.postseal.smtpclient.Server;
import org.postseal.smtpclient.Timeouts;
import org.postseal.smtpclient.TlsRules;
import org.postseal.smtpclient.Transaction;
import org.postseal.smtpclient.Watch;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.tls.Authorities;
import org.postseal.smtpclient.tls.DaneSearch;
import org.postseal.smtpclient.tls.PolicyType;

/** The relay's client and the servers of others: TLS as policies ask for it, and reports. */
@Tag("interop")
class NextHopsTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final String HOST = "mx.dest.example";
  private static final String TO = "b@dest.example";

  @TempDir static Path directory;

  private static NextHopPrograms programs;
  private static ZoneServer zone;
  private static X509Certificate certificate;
  private static X509Certificate authority;

  @BeforeAll
  static void prepare() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    var pem = directory.resolve("mx.pem");
    var key = directory.resolve("mx.key");
    openssl("-subj", "/CN=authority.example", "-keyout", "%s/ca.key", "-out", "%s/ca.pem");
    openssl(
        "-CA",
        "%s/ca.pem",
        "-CAkey",
        "%s/ca.key",
        "-subj",
        "/CN=" + HOST,
        "-addext",
        "subjectAltName=DNS:" + HOST + ",DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-keyout",
        "%s/mx.key",
        "-out",
        "%s/own.pem");
    certificate = read(directory.resolve("own.pem"));
    authority = read(directory.resolve("ca.pem"));
    Files.writeString(
        pem,
        Files.readString(directory.resolve("own.pem"))
            + Files.readString(directory.resolve("ca.pem")));
    programs = new NextHopPrograms(directory, pem, key);
    zone = zoneAtPort53();
    zone.authenticated();
    zone.mx("dest.example", 10, HOST).address(HOST, "127.0.0.1");
  }

  private static void openssl(String... more) throws IOException, InterruptedException {
    var arguments =
        Stream.concat(
                Stream.of("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"),
                Stream.of(more).map(word -> word.replace("%s", directory.toString())))
            .toList();
    var run = Program.installed("openssl").run(TIME, arguments);
    assertThat(run.exitStatus()).as(run.printed()).isZero();
  }

  private static X509Certificate read(Path pem) throws IOException, CertificateException {
    try (var in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** Resolvers of others cannot be told a port. */
  private static ZoneServer zoneAtPort53() {
    try {
      return ZoneServer.start(53);
    } catch (RuntimeException e) {
      return Assumptions.abort("port 53 of loopback is needed for a DNS of the test's own: " + e);
    }
  }

  @AfterAll
  static void stop() {
    if (zone != null) {
      zone.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"may", "encrypt"})
  void postfixTakesItOverTlsWhetherItMustBeOrNot(String level) throws Exception {
    try (var postfix = programs.postfix(level)) {
      assertTakenOverTls(
          toServer(postfix, Server.Security.OPPORTUNISTIC), PolicyType.NO_POLICY_FOUND);
    }
  }

  @Test
  void eximTakesItOverTls() throws Exception {
    try (var exim = programs.exim()) {
      assertTakenOverTls(toServer(exim, Server.Security.OPPORTUNISTIC), PolicyType.NO_POLICY_FOUND);
      assertTakenOverTls(toServer(exim, Server.Security.STARTTLS), PolicyType.OURS);
    }
  }

  /**
   * Debian 12 has one that offers STARTTLS and then breaks off each handshake (version 6.8 with
   * OpenSSL 3): there it goes in the clear, unless TLS is required.
   */
  @Test
  void openSmtpdTakesItEvenIfItsTlsIsBroken() throws Exception {
    try (var opensmtpd = programs.openSmtpd()) {
      var sent = toServer(opensmtpd, Server.Security.OPPORTUNISTIC);
      assertThat(sent.outcomes().get(TO)).isInstanceOf(Outcome.Delivered.class);
      var required = toServer(opensmtpd, Server.Security.STARTTLS);
      if (sent.via().get(TO).tls().version().isPresent()) {
        assertTakenOverTls(required, PolicyType.OURS);
      } else {
        assertThat(required.outcomes().get(TO)).isInstanceOf(Outcome.Deferred.class);
      }
    }
  }

  /** Where TLS is required nothing goes in the clear, and nothing to somebody else. */
  @Test
  void requiredTlsIsRequiredOfPostfixToo() throws Exception {
    try (var postfix = programs.postfix("none")) {
      assertThat(toServer(postfix, Server.Security.STARTTLS).outcomes().get(TO))
          .isInstanceOf(Outcome.Deferred.class);
      assertThat(toServer(postfix, Server.Security.OPPORTUNISTIC).outcomes().get(TO))
          .isInstanceOf(Outcome.Delivered.class);
    }
  }

  @Test
  void dovecotTakesItByLmtpWithAReplyForEachRecipient() throws Exception {
    try (var dovecot = programs.dovecotLmtp()) {
      var sent =
          client(25, Authorities.ofPlatform())
              .deliverTo(
                  Server.of(new Endpoint("127.0.0.1", dovecot.port())),
                  Protocol.LMTP,
                  transaction("a@example.com", List.of(TO, "c@dest.example"), letter()));
      assertThat(sent.outcomes().values())
          .as(Files.readString(dovecot.log()))
          .hasSize(2)
          .allMatch(Outcome.Delivered.class::isInstance);
      for (var user : List.of("b", "c")) {
        try (var files = Files.list(directory.resolve("dovecot-mail/" + user + "/new"))) {
          var file = files.findFirst().orElseThrow();
          assertThat(Files.readString(file)).contains("Subject: hello").contains("..a dot");
        }
      }
    }
  }

  /** What TLSA says, what we make of it, and what Postfix's own program makes of it. */
  @ParameterizedTest
  @CsvSource({
    "3 1 1, right, true",
    "3 1 1, wrong, false",
    "2 0 1, right, true",
    "2 0 1, wrong, false",
  })
  void danesVerdictIsThatOfPosttlsFinger(String kind, String association, boolean matches)
      throws Exception {
    try (var postfix = programs.postfix("may")) {
      var words = kind.split(" ", -1);
      var data =
          words[0].equals("3") ? certificate.getPublicKey().getEncoded() : authority.getEncoded();
      var digest = MessageDigest.getInstance("SHA-256").digest(data);
      if (association.equals("wrong")) {
        digest[0] ^= 1;
      }
      var name = "_" + postfix.port() + "._tcp." + HOST;
      zone.tlsa(
          name,
          Integer.parseInt(words[0]),
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          HexFormat.of().formatHex(digest));

      var sent =
          client(postfix.port(), Authorities.ofPlatform())
              .deliverToDomain("dest.example", transaction("a@example.com", List.of(TO), letter()));
      var finger = posttlsFinger(postfix.port());
      zone.remove(name);

      if (matches) {
        assertTakenOverTls(sent, PolicyType.TLSA);
      } else {
        assertThat(sent.outcomes().get(TO)).isInstanceOf(Outcome.Deferred.class);
      }
      assertThat(finger.contains("Verified TLS connection established"))
          .as(finger)
          .isEqualTo(matches);
    }
  }

  /** A report has the null reverse-path and several parts; nobody refuses it for that. */
  @Test
  void postfixTakesAReport() throws Exception {
    var report =
        """
        From: Mail Delivery System <MAILER-DAEMON@gw.example.com>
        To: <b@dest.example>
        Subject: Your message could not be delivered
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

        --=_1
        Content-Type: text/plain; charset=us-ascii

        It could not be delivered.

        --=_1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; gw.example.com

        Final-Recipient: rfc822;x@nowhere.example
        Action: failed
        Status: 5.1.1

        --=_1--
        """
            .replace("\n", "\r\n");
    try (var postfix = programs.postfix("may")) {
      var sent =
          client(25, Authorities.ofPlatform())
              .deliverTo(
                  Server.of(new Endpoint("127.0.0.1", postfix.port())),
                  Protocol.SMTP,
                  transaction("", List.of(TO), report));
      assertThat(sent.outcomes().get(TO)).isInstanceOf(Outcome.Delivered.class);
      Waiting.until(
          "Postfix's log",
          TIME,
          () ->
              read(postfix).contains("status=sent (taken)") ? Optional.of(true) : Optional.empty());
    }
  }

  private static String read(Running server) {
    try {
      return Files.readString(server.log(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** With the zone as its validating resolver: the file that says so is mounted for it alone. */
  private static String posttlsFinger(int port) throws Exception {
    var resolv =
        Files.writeString(
            directory.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions trust-ad\n");
    return Program.installed("unshare")
        .run(
            TIME,
            List.of(
                "-m",
                "sh",
                "-c",
                "mount --bind %s /etc/resolv.conf && exec %s -t 10 -l dane '[%s]:%d'"
                    .formatted(resolv, Program.installed("posttls-finger").file(), HOST, port)))
        .printed();
  }

  private static Sent toServer(Running server, Server.Security security) throws Exception {
    return client(25, trusting())
        .deliverTo(
            new Server(new Endpoint("localhost", server.port()), security),
            Protocol.SMTP,
            transaction("a@example.com", List.of(TO), letter()));
  }

  private static void assertTakenOverTls(Sent sent, PolicyType policy) {
    assertThat(sent.outcomes().get(TO)).isInstanceOf(Outcome.Delivered.class);
    assertThat(sent.via().get(TO).tls().version())
        .hasValueSatisfying(v -> assertThat(v).startsWith("TLSv1."));
    assertThat(sent.via().get(TO).tls().policy().type()).isEqualTo(policy);
  }

  private static Authorities trusting() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", authority);
    return Authorities.of(store);
  }

  private static NextHopClient client(int mxPort, Authorities authorities) {
    var dns =
        new DnsjavaDns(ResolverSettings.of(List.of(zone.address())).trustingAuthenticatedData());
    var exchangers =
        new MailExchangers(
            dns,
            new MailExchangers.Limits(
                5,
                5,
                Set.of(),
                new ReachableAddresses(
                    ReachableAddresses.Loopback.ALLOWED,
                    ReachableAddresses.PrivateNetworks.REFUSED)));
    return new NextHopClient(
        exchangers,
        new NextHopClient.Habits(
            new Dialogue(
                "gw.example.com",
                Dialogue.StartTls.WHERE_OFFERED,
                new Timeouts(TIME, TIME, TIME, TIME, TIME, TIME),
                100,
                Set.of()),
            new TlsRules(
                authorities,
                Optional.of(new DaneSearch(dns)),
                Optional.empty(),
                Credentials.none()),
            new HostPace(HostPace.Limits.DEFAULT),
            new NextHopClient.Reach(mxPort, Duration.ofMinutes(1))),
        new Connections(new Connections.Reuse(Duration.ZERO, 1)),
        new Watch());
  }

  private static Transaction transaction(String from, List<String> to, String text) {
    var octets = text.getBytes(StandardCharsets.US_ASCII);
    return new Transaction(
        from,
        to,
        new Transaction.Content(List.of(octets), octets.length, Transaction.Needs.NOTHING));
  }

  private static String letter() {
    return "From: a@example.com\r\nTo: b@dest.example\r\nSubject: hello\r\n\r\n..a dot\r\n";
  }
}
