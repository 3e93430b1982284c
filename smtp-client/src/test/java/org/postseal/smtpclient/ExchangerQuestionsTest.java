package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.TlsaRecord;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtpclient.ExchangerQuestions.Asked;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.Reachable;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;
import org.postseal.smtpclient.hosts.ZoneInMemory;
import org.postseal.smtpclient.sts.PolicyFetch;
import org.postseal.smtpclient.sts.PolicyMemory;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.tls.DaneSearch;

/** Against mail exchangers with real TLS, willing and otherwise. */
class ExchangerQuestionsTest {
  private static final DomainName DOMAIN = DomainName.of("dest.example");
  private static final String HOST = "mx.dest.example";
  private static final String OPENING =
      """
      S: 220 mx.dest.example
      C: EHLO gw.example.com
      S: 250-mx.dest.example
      S: 250 STARTTLS
      C: STARTTLS
      S: 220 go ahead
      (tls)
      C: EHLO gw.example.com
      """;
  private static final String OFFERED = OPENING + "S: 250-mx.dest.example\nS: 250 XASK V=1\n";
  private static final String ANSWERED =
      OFFERED + "C: XASK one\nS: 250-first\nS: 250 2.0.0 end\nC: QUIT\n";
  private static final String BUSY = "S: 421 4.7.0 too many\n";

  private static TestCertificate authority;
  private static Map<String, TestCertificate> certificates;

  private final Watch watch = new Watch();
  private final ZoneInMemory zone = new ZoneInMemory();
  private int port;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    var root = directory.resolve("authority");
    authority = TestCertificate.authority(root);
    certificates =
        Map.of(
            "domain", TestCertificate.issued(directory.resolve("d"), root, "SAN=dns:dest.example"),
            "host", TestCertificate.issued(directory.resolve("h"), root, "SAN=dns:" + HOST),
            "other", TestCertificate.issued(directory.resolve("o"), root, "SAN=dns:else.example"),
            "self", TestCertificate.make(directory.resolve("self"), "SAN=dns:dest.example"));
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private static final ExchangerQuestions.Question QUESTION =
      new ExchangerQuestions.Question() {
        @Override
        public boolean isFor(EhloCapabilities offered) {
          return offered.offers("XASK");
        }

        @Override
        public List<String> commandLines() {
          return List.of("XASK one");
        }
      };

  private ExchangerQuestions questions(String sts, Duration all, ReachableAddresses reachable) {
    return new ExchangerQuestions(
        new MailExchangers(
            zone,
            new MailExchangers.Limits(2, 2, Set.of(DomainName.of("gw.example.com")), reachable)),
        new TlsRules(
            authority.trusting(),
            Optional.of(new DaneSearch(zone)),
            Optional.of(policies(sts)),
            Credentials.none()),
        new ExchangerQuestions.Pace(
            new HostPace(
                new HostPace.Limits(
                    2,
                    2,
                    2,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(100),
                    Map.of())),
            host -> !host.equals("busy.dest.example")),
        watch,
        new ExchangerQuestions.Limits(
            "gw.example.com", port, Duration.ofSeconds(2), all, 510, 64, 16 * 1024));
  }

  private StsPolicies policies(String sts) {
    return new StsPolicies(
        zone,
        _ ->
            new PolicyFetch.Fetched.Text(
                "version: STSv1\nmode: "
                    + sts.replaceFirst("-.*", "")
                    + "\nmx: "
                    + (sts.endsWith("-other") ? "mx.else.example" : HOST)
                    + "\nmax_age: 86400\n"),
        PolicyMemory.none(),
        new StsPolicies.Limits(
            10, Duration.ofMinutes(5), Duration.ofDays(1), 2, Duration.ofSeconds(2)),
        InstantSource.system());
  }

  private ExchangerQuestions questions() {
    return questions("none", Duration.ofSeconds(8), Reachable.EVEN_HERE);
  }

  private ScriptedNextHop hop(String certificate, String... scripts)
      throws IOException, GeneralSecurityException {
    var hop = new ScriptedNextHop(Optional.of(certificates.get(certificate).serving()), scripts);
    port = hop.port();
    zone.mx("dest.example", 10, HOST).address(HOST, "127.0.0.1");
    return hop;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dnssec | tlsa  | sts           | shown  | proof
          none   | none  | none          | self   | TLS
          none   | none  | none          | other  | TLS
          none   | none  | none          | host   | TLS
          none   | none  | none          | domain | NAMED
          none   | none  | enforce       | host   | NAMED
          none   | none  | testing       | host   | TLS
          none   | none  | enforce-other | host   | TLS
          none   | none  | enforce       | self   | TLS
          both   | good  | none          | self   | DANE
          both   | good  | none          | other  | DANE
          mx     | good  | none          | self   | TLS
          host   | good  | none          | self   | TLS
          both   | none  | none          | self   | TLS
          both   | none  | none          | domain | NAMED
          both   | wrong | none          | domain | -
          both   | wrong | enforce       | host   | -
          both   | pkix  | none          | self   | TLS
          both   | pkix  | none          | domain | NAMED
          """,
      useHeadersInDisplayName = true)
  void whatACertificateProves(String dnssec, String tlsa, String sts, String shown, String proof)
      throws Exception {
    try (var hop = hop(shown, ANSWERED)) {
      if (dnssec.equals("both") || dnssec.equals("mx")) {
        zone.signed("dest.example");
      }
      if (dnssec.equals("both") || dnssec.equals("host")) {
        zone.signed(HOST);
      }
      tlsa(tlsa, shown);
      if (!sts.equals("none")) {
        zone.txt("_mta-sts.dest.example", "v=STSv1; id=1");
      }

      var asked = questions(sts, Duration.ofSeconds(8), Reachable.EVEN_HERE).ask(DOMAIN, QUESTION);

      if (proof.equals("-")) {
        assertThat(asked)
            .isInstanceOfSatisfying(
                Asked.NotNow.class, now -> assertThat(now.reason()).contains("DANE"));
      } else {
        assertThat(asked)
            .isEqualTo(
                new Asked.Answered(
                    HOST,
                    HostProof.valueOf(proof),
                    List.of(new Reply(250, Optional.empty(), List.of("first", "end"))).stream()
                        .map(ExchangerQuestionsTest::withStatus)
                        .toList()));
        assertThat(hop.complaints()).isEmpty();
      }
    }
  }

  private static Reply withStatus(Reply reply) {
    return new Reply(reply.code(), Reply.of(250, "2.0.0", "").status(), reply.lines());
  }

  private void tlsa(String kind, String shown) throws GeneralSecurityException {
    var owner = "_" + port + "._tcp." + HOST;
    var record =
        switch (kind) {
          case "good" ->
              new TlsaRecord(
                  3,
                  0,
                  1,
                  HexFormat.of()
                      .formatHex(
                          MessageDigest.getInstance("SHA-256")
                              .digest(certificates.get(shown).chain().getFirst().getEncoded())));
          case "wrong" -> new TlsaRecord(3, 1, 1, "00".repeat(32));
          case "pkix" -> new TlsaRecord(1, 1, 1, "00".repeat(32));
          default -> null;
        };
    if (record != null) {
      zone.signed(owner).tlsa(HOST, port, record);
    }
  }

  @Test
  void aHostThatDoesNotKnowIsLeft() throws Exception {
    try (var hop = hop("domain", OPENING + "S: 250 mx.dest.example\nC: QUIT\n")) {
      assertThat(questions().ask(DOMAIN, QUESTION))
          .isEqualTo(new Asked.NotOffered(HOST, HostProof.NAMED));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  /** What is offered in the clear, where anybody may have written it, is nothing. */
  @Test
  void nothingIsAskedInTheClear() throws Exception {
    try (var hop =
        hop(
            "domain",
            """
            S: 220 mx
            C: EHLO gw.example.com
            S: 250-mx.dest.example
            S: 250 XASK V=1
            C: QUIT
            """)) {
      assertThat(questions().ask(DOMAIN, QUESTION))
          .isEqualTo(new Asked.NotOffered(HOST, HostProof.CLEAR));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  /** RFC 3207 §6: replies that somebody put behind the 220 in the clear. */
  @Test
  void whatComesBeforeTlsIsNoAnswer() throws Exception {
    var injected =
        OPENING.replace(
            "S: 220 go ahead\n", "S! 220 go ahead<CRLF>250-x<CRLF>250 XASK V=1<CRLF>\n");
    try (var _ = hop("domain", injected)) {
      assertThat(questions().ask(DOMAIN, QUESTION)).isInstanceOf(Asked.NotNow.class);
    }
  }

  @Test
  void theSecondHostIsAskedIfTheFirstCannotBeNow() throws Exception {
    try (var hop = hop("domain", BUSY, ANSWERED)) {
      zone.mx("dest.example", 20, "backup.dest.example")
          .address("backup.dest.example", "127.0.0.1");
      assertThat(questions().ask(DOMAIN, QUESTION))
          .isInstanceOfSatisfying(
              Asked.Answered.class,
              answered -> assertThat(answered.host()).isEqualTo("backup.dest.example"));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aThirdHostIsNot() throws Exception {
    try (var hop = hop("domain", BUSY, BUSY, ANSWERED)) {
      for (var backup : List.of("b1.dest.example", "b2.dest.example")) {
        zone.mx("dest.example", 20, backup).address(backup, "127.0.0.1");
      }
      assertThat(questions().ask(DOMAIN, QUESTION)).isInstanceOf(Asked.NotNow.class);
      assertThat(hop.contents()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: 421 4.7.0 too many\n",
        "S: 451 4.4.3 not now\nC: QUIT\n",
        "S: 250-first\nS: 251 second\n",
        "S: 250-first\n(close)\n",
        "(close)\n",
        "(octets 600)\n(hang)\n",
        "S: hello\n",
      })
  void noAnswerIsNotNow(String said) throws Exception {
    try (var _ = hop("domain", OFFERED + "C: XASK one\n" + said)) {
      assertThat(questions().ask(DOMAIN, QUESTION)).isInstanceOf(Asked.NotNow.class);
    }
  }

  @Test
  void aReplyHas64LinesAndNoMore() throws Exception {
    var line = "S: 250-and more\n";
    try (var _ =
        hop("domain", OFFERED + "C: XASK one\n" + line.repeat(63) + "S: 250 end\nC: QUIT\n")) {
      assertThat(questions().ask(DOMAIN, QUESTION)).isInstanceOf(Asked.Answered.class);
    }
    try (var _ = hop("domain", OFFERED + "C: XASK one\n" + line.repeat(64) + "S: 250 end\n")) {
      assertThat(questions().ask(DOMAIN, QUESTION)).isInstanceOf(Asked.NotNow.class);
    }
  }

  @Test
  void aReplyHas16KibibytesAndNoMore() throws Exception {
    var line = "S: 250-" + "x".repeat(400) + "\n";
    try (var _ = hop("domain", OFFERED + "C: XASK one\n" + line.repeat(50) + "S: 250 end\n")) {
      assertThat(questions().ask(DOMAIN, QUESTION))
          .isInstanceOfSatisfying(
              Asked.NotNow.class, now -> assertThat(now.reason()).contains("TOO_MANY_OCTETS"));
    }
  }

  @Test
  void aTrickleEndsWithTheTime() throws Exception {
    try (var _ =
        hop("domain", OFFERED + "C: XASK one\n(trickle 250-" + "x".repeat(300) + ")\n(hang)\n")) {
      long began = System.nanoTime();
      assertThat(
              questions("none", Duration.ofMillis(1500), Reachable.EVEN_HERE).ask(DOMAIN, QUESTION))
          .isInstanceOf(Asked.NotNow.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aHostThatFailsIsLeftAlone() throws Exception {
    try (var hop = hop("domain", BUSY, BUSY, ANSWERED)) {
      var questions = questions();
      for (int i = 0; i < 2; i++) {
        assertThat(questions.ask(DOMAIN, QUESTION)).isInstanceOf(Asked.NotNow.class);
      }
      assertThat(questions.ask(DOMAIN, QUESTION))
          .isInstanceOfSatisfying(
              Asked.NotNow.class, now -> assertThat(now.reason()).contains("rests"));
      assertThat(hop.contents()).isEmpty();
    }
  }

  @Test
  void aHostThatWasAskedOftenEnoughIsPassedOver() throws Exception {
    try (var hop = hop("domain", ANSWERED)) {
      zone.mx("dest.example", 5, "busy.dest.example").address("busy.dest.example", "127.0.0.1");
      assertThat(questions().ask(DOMAIN, QUESTION))
          .isInstanceOfSatisfying(
              Asked.Answered.class, answered -> assertThat(answered.host()).isEqualTo(HOST));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void onlyWhomMxRecordsNameIsAsked() {
    zone.address("dest.example", "127.0.0.1");
    assertThat(questions().ask(DOMAIN, QUESTION)).isInstanceOf(Asked.Nobody.class);
    zone.mx("null.example", 0, ".");
    assertThat(questions().ask(DomainName.of("null.example"), QUESTION))
        .isInstanceOf(Asked.Nobody.class);
    zone.mx("ours.example", 10, "gw.example.com");
    assertThat(questions().ask(DomainName.of("ours.example"), QUESTION))
        .isInstanceOf(Asked.Nobody.class);
    zone.unanswerable("away.example");
    assertThat(questions().ask(DomainName.of("away.example"), QUESTION))
        .isInstanceOf(Asked.NotNow.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1"})
  void aStrangerLeadsNobodyInside(String address) throws Exception {
    try (var hop = hop("domain", ANSWERED)) {
      zone.mx("inside.example", 10, "mx.inside.example").address("mx.inside.example", address);
      var outside = new ReachableAddresses(Loopback.REFUSED, PrivateNetworks.REFUSED);
      assertThat(
              questions("none", Duration.ofSeconds(3), outside)
                  .ask(DomainName.of("inside.example"), QUESTION))
          .isEqualTo(new Asked.NotNow("mx.inside.example has no usable address"));
      assertThat(hop.contents()).isEmpty();
    }
  }
}
