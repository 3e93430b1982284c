package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dns.TlsaRecord;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.Reachable;
import org.postseal.smtpclient.hosts.ZoneInMemory;
import org.postseal.smtpclient.sts.PolicyFetch;
import org.postseal.smtpclient.sts.PolicyMemory;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.tls.DaneSearch;
import org.postseal.smtpclient.tls.TlsDefect;

/** The truth table of DANE and MTA-STS, with TLS and certificates as they are. */
class TlsPoliciesTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final String HOST = "mx.dest.example";
  private static final String MAIL =
      """
      C: MAIL FROM:<a@example.com>%s
      S: 250 ok
      C: RCPT TO:<b@dest.example>
      S: 250 ok
      C: DATA
      S: 354 go on
      (content)
      S: 250 2.0.0 queued
      """;
  private static final String EHLO = "C: EHLO gw.example.com\nS: 250-mx.dest.example\nS: 250 %s\n";
  private static final String GREETING = "S: 220 mx.dest.example\n";

  private static TestCertificate authority;
  private static Map<String, TestCertificate> certificates;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    var root = directory.resolve("authority");
    authority = TestCertificate.authority(root);
    certificates =
        Map.of(
            "good", TestCertificate.issued(directory.resolve("good"), root, "SAN=dns:" + HOST),
            "wild",
                TestCertificate.issued(directory.resolve("wild"), root, "SAN=dns:*.dest.example"),
            "other",
                TestCertificate.issued(directory.resolve("other"), root, "SAN=dns:mx.else.example"),
            "expired",
                TestCertificate.issued(
                    directory.resolve("expired"),
                    root,
                    "SAN=dns:" + HOST,
                    "-startdate",
                    "-10d",
                    "-validity",
                    "5"),
            "self", TestCertificate.make(directory.resolve("self"), "SAN=dns:" + HOST));
  }

  /**
   * Which names DNSSEC proves, TLSA records, MTA-STS policy, the host's certificate (none: no
   * STARTTLS), the sender's wish; whether the message went with TLS, in the clear or not now, and
   * what there is to report.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proven | TLSA           | STS           | shown   | wish | end      | fact
          both   | ee             | none          | self    | -    | tls      | tlsa ok
          both   | ee             | none          | other   | -    | tls      | tlsa ok
          both   | ee             | none          | expired | -    | tls      | tlsa ok
          both   | ee-key         | none          | good    | -    | tls      | tlsa ok
          both   | ee-512         | none          | good    | -    | tls      | tlsa ok
          both   | ee-whole       | none          | good    | -    | tls      | tlsa ok
          both   | ee-wrong       | none          | self    | -    | deferred | tlsa tlsa-invalid
          both   | ee-wrong,ee    | none          | self    | -    | tls      | tlsa ok
          both   | ta             | none          | good    | -    | tls      | tlsa ok
          both   | ta             | none          | wild    | -    | tls      | tlsa ok
          both   | ta-key         | none          | good    | -    | tls      | tlsa ok
          both   | ta-whole       | none          | good    | -    | tls      | tlsa ok
          both   | ta             | none          | other   | -    | deferred | tlsa certificate-host-mismatch
          both   | ta             | none          | expired | -    | deferred | tlsa certificate-expired
          both   | ta             | none          | self    | -    | deferred | tlsa tlsa-invalid
          both   | ta-wrong       | none          | good    | -    | deferred | tlsa tlsa-invalid
          both   | pkix           | none          | self    | -    | tls      | tlsa ok
          both   | short          | none          | self    | -    | tls      | tlsa ok
          both   | pkix           | none          | none    | -    | deferred | tlsa starttls-not-supported
          both   | pkix,ee-wrong  | none          | self    | -    | deferred | tlsa tlsa-invalid
          both   | ee             | none          | none    | -    | deferred | tlsa starttls-not-supported
          both   | bogus          | none          | self    | -    | deferred | tlsa dnssec-invalid
          both   | insecure       | none          | self    | -    | tls      | no-policy-found ok
          both   | none           | none          | self    | -    | tls      | no-policy-found ok
          both   | none           | none          | none    | -    | clear    | no-policy-found starttls-not-supported
          mx     | ee-wrong       | none          | self    | -    | tls      | no-policy-found ok
          mx     | bogus          | none          | self    | -    | tls      | no-policy-found ok
          host   | ee-wrong       | none          | self    | -    | tls      | no-policy-found ok
          none   | ee-wrong       | none          | self    | -    | tls      | no-policy-found ok
          none   | none           | enforce       | good    | -    | tls      | sts ok
          none   | none           | enforce       | wild    | -    | tls      | sts ok
          none   | none           | enforce       | self    | -    | deferred | sts certificate-not-trusted
          none   | none           | enforce       | other   | -    | deferred | sts certificate-host-mismatch
          none   | none           | enforce       | expired | -    | deferred | sts certificate-expired
          none   | none           | enforce       | none    | -    | deferred | sts starttls-not-supported
          none   | none           | enforce-other | good    | -    | deferred | sts validation-failure
          none   | none           | enforce-wild  | good    | -    | tls      | sts ok
          none   | none           | testing       | good    | -    | tls      | sts ok
          none   | none           | testing       | self    | -    | tls      | sts certificate-not-trusted
          none   | none           | testing       | none    | -    | clear    | sts starttls-not-supported
          none   | none           | testing-other | good    | -    | tls      | sts validation-failure
          none   | none           | mode-none     | self    | -    | tls      | no-policy-found ok
          none   | none           | unfetched     | self    | -    | tls      | sts sts-policy-fetch-error
          none   | none           | nonsense      | self    | -    | tls      | sts sts-policy-invalid
          both   | ee             | enforce       | self    | -    | tls      | tlsa ok
          both   | ee-wrong       | enforce       | good    | -    | deferred | tlsa tlsa-invalid
          both   | ee             | enforce-other | self    | -    | tls      | tlsa ok
          both   | ee-wrong       | none          | self    | no   | tls      | no-policy-found ok
          both   | ee             | none          | none    | no   | clear    | no-policy-found starttls-not-supported
          both   | bogus          | none          | self    | no   | tls      | no-policy-found ok
          none   | none           | enforce       | none    | no   | clear    | no-policy-found starttls-not-supported
          none   | none           | enforce-other | self    | no   | tls      | no-policy-found ok
          both   | ee             | none          | self    | yes  | tls      | tlsa ok
          both   | ee-wrong       | none          | good    | yes  | failed   | tlsa tlsa-invalid
          both   | none           | none          | good    | yes  | tls      | ours ok
          both   | none           | none          | self    | yes  | failed   | ours certificate-not-trusted
          both   | pkix           | none          | self    | yes  | failed   | ours certificate-not-trusted
          none   | none           | enforce       | good    | yes  | tls      | ours ok
          none   | none           | testing       | good    | yes  | tls      | ours ok
          none   | none           | testing       | self    | yes  | failed   | ours certificate-not-trusted
          none   | none           | enforce-other | good    | yes  | failed   | -
          none   | none           | none          | good    | yes  | failed   | -
          both   | bogus          | none          | good    | yes  | deferred | tlsa dnssec-invalid
          """,
      useHeadersInDisplayName = true)
  void whatPoliciesMakeOfIt(
      String proven, String tlsa, String sts, String shown, String wish, String end, String fact)
      throws Exception {
    try (var watch = new Watch();
        var connections = new Connections(new Connections.Reuse(TIME, 100));
        var hop =
            new ScriptedNextHop(
                Optional.ofNullable(certificates.get(shown)).map(TlsPoliciesTest::serving),
                script(shown, wish.equals("yes") ? " REQUIRETLS" : ""))) {
      var zone = zone(proven, tlsa, hop.port(), shown);
      if (!sts.equals("none")) {
        zone.txt("_mta-sts.dest.example", "v=STSv1; id=1");
      }
      var client =
          new NextHopClient(
              new MailExchangers(
                  zone, new MailExchangers.Limits(5, 5, Set.of(), Reachable.EVEN_HERE)),
              habits(zone, sts, hop.port()),
              connections,
              watch);

      var sent = client.deliverToDomain("dest.example", transaction(wish));

      assertThat(end(sent)).as("%s", sent).isEqualTo(end);
      var facts = sent.tls().stream().map(TlsPoliciesTest::words).toList();
      if (fact.equals("-")) {
        assertThat(facts).isEmpty();
      } else {
        assertThat(facts).contains(fact);
      }
      assertOutcomeSaysHow(sent, end, fact);
    }
  }

  private static SSLContext serving(TestCertificate certificate) {
    try {
      return certificate.serving();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String script(String shown, String parameter) {
    return shown.equals("none")
        ? GREETING + EHLO.formatted("HELP") + MAIL.formatted(parameter)
        : GREETING
            + EHLO.formatted("STARTTLS")
            + "C: STARTTLS\nS: 220 go ahead\n(tls)\n"
            + EHLO.formatted("REQUIRETLS")
            + MAIL.formatted(parameter);
  }

  /** Every outcome has its host, what was asked of it and what came of that. */
  private static void assertOutcomeSaysHow(Sent sent, String end, String fact) {
    var via = sent.via().get("b@dest.example");
    assertThat(via).isNotNull();
    assertThat(via.hostName()).isEqualTo(HOST);
    assertThat(via.tls().cipher().isPresent()).isEqualTo(via.tls().version().isPresent());
    if (end.equals("tls") && fact.endsWith(" ok")) {
      assertThat(via.tls().defect()).isEmpty();
      assertThat(via.contact()).isNotEqualTo(Via.Contact.NONE);
    }
    if (!end.equals("tls") && !fact.endsWith(" ok") && !fact.equals("-")) {
      assertThat(via.tls().defect().map(TlsDefect::word))
          .contains(fact.substring(fact.indexOf(" ") + 1));
    }
  }

  private static String end(Sent sent) {
    var word = sent.outcomes().get("b@dest.example").word();
    return word.equals("delivered")
        ? sent.via().get("b@dest.example").tls().version().map(_ -> "tls").orElse("clear")
        : word;
  }

  private static String words(TlsFact fact) {
    return switch (fact) {
      case TlsFact.Succeeded(_, var policy, _) -> policy + " ok";
      case TlsFact.Failed(_, var policy, var defect, _, _) -> policy + " " + defect;
    };
  }

  private static ZoneInMemory zone(String proven, String tlsa, int port, String shown)
      throws GeneralSecurityException {
    var zone = new ZoneInMemory().mx("dest.example", 10, HOST).address(HOST, "127.0.0.1");
    var owner = "_" + port + "._tcp." + HOST;
    if (proven.equals("both") || proven.equals("mx")) {
      zone.signed("dest.example");
    }
    if (proven.equals("both") || proven.equals("host")) {
      zone.signed(HOST);
    }
    if (!tlsa.equals("insecure")) {
      zone.signed(owner);
    }
    for (var spec : tlsa.split(",", -1)) {
      switch (spec) {
        case "none" -> {}
        case "bogus" -> zone.unanswerable(owner);
        default -> zone.tlsa(HOST, port, record(spec, shown));
      }
    }
    return zone;
  }

  private static TlsaRecord record(String spec, String shown) throws GeneralSecurityException {
    var host = certificates.getOrDefault(shown, certificates.get("self")).chain().getFirst();
    var root = authority.chain().getFirst();
    return switch (spec) {
      case "ee" -> new TlsaRecord(3, 0, 1, digest("SHA-256", host.getEncoded()));
      case "ee-key" -> new TlsaRecord(3, 1, 1, digest("SHA-256", key(host)));
      case "ee-512" -> new TlsaRecord(3, 1, 2, digest("SHA-512", key(host)));
      case "ee-whole" -> new TlsaRecord(3, 0, 0, hex(host.getEncoded()));
      case "ee-wrong" -> new TlsaRecord(3, 1, 1, "00".repeat(32));
      case "insecure" -> new TlsaRecord(3, 1, 1, "11".repeat(32));
      case "ta" -> new TlsaRecord(2, 0, 1, digest("SHA-256", root.getEncoded()));
      case "ta-key" -> new TlsaRecord(2, 1, 1, digest("SHA-256", key(root)));
      case "ta-whole" -> new TlsaRecord(2, 0, 0, hex(root.getEncoded()));
      case "ta-wrong" -> new TlsaRecord(2, 1, 1, "00".repeat(32));
      case "pkix" -> new TlsaRecord(1, 1, 1, "00".repeat(32));
      case "short" -> new TlsaRecord(3, 1, 1, "0000");
      default -> throw new IllegalArgumentException(spec);
    };
  }

  private static byte[] key(X509Certificate certificate) {
    return certificate.getPublicKey().getEncoded();
  }

  private static String digest(String algorithm, byte[] octets) throws GeneralSecurityException {
    return hex(MessageDigest.getInstance(algorithm).digest(octets));
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  private static NextHopClient.Habits habits(ZoneInMemory zone, String sts, int port) {
    var policies =
        new StsPolicies(
            zone,
            _ -> fetched(sts),
            PolicyMemory.none(),
            new StsPolicies.Limits(100, TIME, Duration.ofDays(1), 4, TIME),
            InstantSource.system());
    return new NextHopClient.Habits(
        new Dialogue(
            "gw.example.com",
            Dialogue.StartTls.WHERE_OFFERED,
            new Timeouts(TIME, TIME, TIME, TIME, TIME, TIME),
            100),
        new TlsRules(
            authority.trusting(),
            Optional.of(new DaneSearch(zone)),
            Optional.of(policies),
            Credentials.none()),
        new HostPace(HostPace.Limits.DEFAULT),
        new NextHopClient.Reach(port, Duration.ofMinutes(1)));
  }

  private static PolicyFetch.Fetched fetched(String sts) {
    return switch (sts) {
      case "unfetched" -> new PolicyFetch.Fetched.Failed(TlsDefect.STS_POLICY_FETCH_ERROR, "away");
      case "nonsense" -> new PolicyFetch.Fetched.Text("<html>");
      default -> {
        var mode = sts.startsWith("mode-") ? "none" : sts.replaceFirst("-.*", "");
        var mx =
            sts.endsWith("-other")
                ? "mx.else.example"
                : sts.endsWith("-wild") ? "*.dest.example" : HOST;
        yield new PolicyFetch.Fetched.Text(
            "version: STSv1\nmode: " + mode + "\nmx: " + mx + "\nmax_age: 86400\n");
      }
    };
  }

  private static Transaction transaction(String wish) {
    var octets = "x\r\n".getBytes(StandardCharsets.US_ASCII);
    return new Transaction(
        "a@example.com",
        List.of("b@dest.example"),
        new Transaction.Content(List.of(octets), octets.length, Transaction.Needs.NOTHING),
        new Transaction.Requests(
            switch (wish) {
              case "yes" -> Transaction.TlsWish.REQUIRED;
              case "no" -> Transaction.TlsWish.OPTIONAL;
              default -> Transaction.TlsWish.AS_POLICIES_SAY;
            },
            "",
            Map.of()));
  }
}
