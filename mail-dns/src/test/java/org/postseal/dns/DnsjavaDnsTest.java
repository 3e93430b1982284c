package org.postseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.dns.TlsaRecord;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;
import org.xbill.DNS.Rcode;

/** Real packets over loopback; each test begins with what works and breaks one thing. */
class DnsjavaDnsTest {

  private static final DomainName EXAMPLE = DomainName.of("example.com");
  private static final DomainName KEY = DomainName.of("s1._domainkey.example.com");
  private static final ResolverSettings.Limits QUICK =
      new ResolverSettings.Limits(Duration.ofMillis(300), 1232, 10, 8192);

  /** What a validating resolver says of a signature that is wrong (RFC 4035 §5.5). */
  private static final Fault BOGUS = new Fault.ResponseCode(Rcode.SERVFAIL);

  private final ZoneServer server = ZoneServer.start();
  private final DnsjavaDns dns = asking(server.address());

  @BeforeEach
  void servesAKey() {
    server.txt("s1._domainkey.example.com", "v=DKIM1; p=abc");
    assertThat(dns.txt(KEY)).isInstanceOf(DnsAnswer.Found.class);
  }

  @AfterEach
  void stops() {
    server.close();
  }

  private static DnsjavaDns asking(InetSocketAddress... servers) {
    return new DnsjavaDns(ResolverSettings.of(List.of(servers)).withLimits(QUICK));
  }

  private static <T> DnsAnswer<T> found(T only) {
    return found(List.of(only));
  }

  private static <T> DnsAnswer<T> found(List<T> records) {
    return new DnsAnswer.Found<>(
        records, Duration.ofSeconds(ZoneServer.DEFAULT_TTL), DnssecStatus.NOT_PROVEN);
  }

  /** RFC 6891 §7: FORMERR and NOTIMP are what servers say that do not know OPT. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aServerThatRejectsEdnsIsAskedWithout(int rcode) {
    server.faultEverywhere(new Fault.WithoutEdns(rcode));
    long before = server.queries();
    assertThat(dns.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
    assertThat(server.queries() - before).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void soIsOneThatAnswersByAHeaderAlone(int rcode) {
    server.faultEverywhere(new Fault.HeaderAlone(rcode));
    assertThat(dns.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
  }

  @Test
  void aServerThatRejectsEvenPlainQuestionsIsPassedOver() {
    server.faultEverywhere(new Fault.ResponseCode(1));
    assertThat(dns.txt(KEY))
        .isEqualTo(new DnsAnswer.Unavailable<>("FORMERR from " + server.address()));
  }

  @Test
  void whyThereIsNoAnswerIsAlwaysSaid() {
    var closed = server.address();
    server.close();
    assertThat(dns.txt(KEY))
        .isInstanceOfSatisfying(
            DnsAnswer.Unavailable.class,
            away -> assertThat(away.reason()).contains(closed.toString()).doesNotEndWith("null"));
  }

  @Test
  void stringsOfOneTxtRecordAreJoinedAndOctetsSurvive() {
    server.remove(KEY.ascii()).txt(KEY.ascii(), "v=DKIM1; ", "p=\u00FF\u0000\";\\", "");
    assertThat(dns.txt(KEY)).isEqualTo(found("v=DKIM1; p=\u00FF\u0000\";\\"));
  }

  @Test
  void severalRecordsStaySeveral() {
    server.txt(KEY.ascii(), "second");
    assertThat(dns.txt(KEY)).isEqualTo(found(List.of("v=DKIM1; p=abc", "second")));
  }

  @Test
  void readsAddressesExchangesAndPointers() {
    server
        .address("example.com", "192.0.2.1")
        .address("example.com", "2001:db8::1")
        .mx("example.com", 10, "Mail.Example.com")
        .mx("null.example", 0, ".")
        .ptr("192.0.2.1", "mail.example.com")
        .ptr("2001:db8::1", "mail6.example.com");
    var ipv4 = InetAddress.ofLiteral("192.0.2.1");
    var ipv6 = InetAddress.ofLiteral("2001:db8::1");
    assertThat(dns.addresses(EXAMPLE, AddressFamily.IPV4)).isEqualTo(found(ipv4));
    assertThat(dns.addresses(EXAMPLE, AddressFamily.IPV6)).isEqualTo(found(ipv6));
    assertThat(dns.mailExchanges(EXAMPLE))
        .isEqualTo(found(new MailExchange(10, DomainName.of("mail.example.com"))));
    assertThat(dns.mailExchanges(DomainName.of("null.example")))
        .isEqualTo(found(new MailExchange(0, DomainName.ROOT)));
    assertThat(dns.pointers(ipv4)).isEqualTo(found(DomainName.of("mail.example.com")));
    assertThat(dns.pointers(ipv6)).isEqualTo(found(DomainName.of("mail6.example.com")));
  }

  @Test
  void noSuchDomainAndNoRecordsAreKeptApart() {
    var negative = Duration.ofSeconds(ZoneServer.NEGATIVE_TTL);
    assertThat(dns.txt(DomainName.of("nosuch.example.com")))
        .isEqualTo(new DnsAnswer.NoSuchDomain<>(negative));
    assertThat(dns.mailExchanges(KEY)).isEqualTo(new DnsAnswer.NoRecords<>(negative));
    // nothing at the name itself, but the key below it: an empty non-terminal
    assertThat(dns.txt(DomainName.of("_domainkey.example.com")))
        .isEqualTo(new DnsAnswer.NoRecords<>(negative));
  }

  @Test
  void aRecordIsGoneOnceItWasRemoved() {
    server.removeTxt(KEY.ascii());
    assertThat(dns.txt(KEY)).isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void namesThatTheMacrosOfSpfMakeCanBeAskedFor() {
    server.zoneText("foo:b\\\\r/baz\\032+=@x.example.com. 300 IN TXT found");
    assertThat(dns.txt(DomainName.queryable("foo:b\\r/baz +=@x.example.com").orElseThrow()))
        .isEqualTo(found("found"));
  }

  @Test
  void followsCnamesAndTakesTheSmallestTtl() {
    server
        .ttl(Duration.ofSeconds(40))
        .cname("alias.example.com", "second.example.com")
        .ttl(Duration.ofSeconds(30))
        .cname("second.example.com", KEY.ascii());
    assertThat(dns.txt(DomainName.of("alias.example.com")))
        .isEqualTo(
            new DnsAnswer.Found<>(
                List.of("v=DKIM1; p=abc"), Duration.ofSeconds(30), DnssecStatus.NOT_PROVEN));
  }

  @Test
  void aChainToNowhereIsNoSuchDomain() {
    server.cname("alias.example.com", "nosuch.example.com");
    assertThat(dns.txt(DomainName.of("alias.example.com")))
        .isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void aLoopOfCnamesIsUnavailable() {
    server.cname("a.example.com", "b.example.com").cname("b.example.com", "a.example.com");
    assertThat(dns.txt(DomainName.of("a.example.com")))
        .isEqualTo(new DnsAnswer.Unavailable<>("more than 10 CNAMEs"));
  }

  @Test
  void aTruncatedAnswerIsFetchedByTcp() {
    String large = "x".repeat(2000);
    server.remove(KEY.ascii()).txt(KEY.ascii(), large);
    long before = server.tcpQueries();
    assertThat(dns.txt(KEY)).isEqualTo(found(large));
    assertThat(server.tcpQueries()).isEqualTo(before + 1);
  }

  @Test
  void anAnswerThatFitsEdnsNeedsNoTcp() {
    server.remove(KEY.ascii()).txt(KEY.ascii(), "x".repeat(900)); // more than 512
    assertThat(dns.txt(KEY)).isEqualTo(found("x".repeat(900)));
    assertThat(server.tcpQueries()).isZero();
  }

  @Test
  void answersBeyondTheLimitsAreUnavailable() {
    server.txt("many.example.com", "0");
    for (int i = 1; i < 11; i++) {
      server.txt("many.example.com", "record " + i);
    }
    assertThat(dns.txt(DomainName.of("many.example.com")))
        .isEqualTo(new DnsAnswer.Unavailable<>("answer of 11 records"));
    server.txt("huge.example.com", "x".repeat(9000));
    assertThat(dns.txt(DomainName.of("huge.example.com")))
        .isInstanceOfSatisfying(
            DnsAnswer.Unavailable.class, u -> assertThat(u.reason()).startsWith("answer of 9"));
  }

  @Test
  void serverFailureIsUnavailableUntilItHeals() {
    server.fault(KEY.ascii(), Fault.serverFailure());
    assertThat(dns.txt(KEY))
        .isInstanceOfSatisfying(
            DnsAnswer.Unavailable.class, u -> assertThat(u.reason()).contains("SERVFAIL"));
    server.heal();
    assertThat(dns.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
  }

  @Test
  void silenceAndNonsenseAreUnavailable() {
    server.fault(KEY.ascii(), new Fault.Silence());
    assertThat(dns.txt(KEY)).isInstanceOf(DnsAnswer.Unavailable.class);
    server.fault(KEY.ascii(), new Fault.Nonsense());
    assertThat(dns.txt(KEY)).isInstanceOf(DnsAnswer.Unavailable.class);
  }

  @Test
  void aLateAnswerIsTakenWhileItIsNotTooLate() {
    server.fault(KEY.ascii(), new Fault.Delay(Duration.ofMillis(100)));
    assertThat(dns.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
  }

  @Test
  void patienceEndsTheAttempts() {
    var impatient =
        new DnsjavaDns(
            ResolverSettings.of(List.of(server.address(), server.address(), server.address()))
                .withLimits(QUICK)
                .withPatience(Duration.ofMillis(400)));
    server.fault(KEY.ascii(), new Fault.Silence());
    long start = System.nanoTime();
    long before = server.queries();
    assertThat(impatient.txt(KEY)).isInstanceOf(DnsAnswer.Unavailable.class);
    assertThat(server.queries() - before).isLessThanOrEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void theNextServerIsAskedAndThenPreferred() {
    try (var other = ZoneServer.start()) {
      other.txt(KEY.ascii(), "from the other");
      var both = asking(server.address(), other.address());
      server.faultEverywhere(Fault.serverFailure());
      assertThat(both.txt(KEY)).isEqualTo(found("from the other"));
      long before = server.queries();
      assertThat(both.txt(KEY)).isEqualTo(found("from the other"));
      assertThat(server.queries()).isEqualTo(before);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    var gone = server.address();
    server.close();
    assertThat(asking(gone).txt(KEY)).isInstanceOf(DnsAnswer.Unavailable.class);
  }

  /** NXDOMAIN by the SOA's minimum, records by their own TTL, failures for their moment. */
  @Test
  void theCacheSendsNoPacketUntilTheTtlIsOver() {
    var now = new AtomicReference<>(Instant.EPOCH);
    var cached = new CachingDns(dns, CacheSettings.DEFAULT, now::get);
    var nowhere = DomainName.of("nosuch.example.com");
    server.fault("away.example.com", Fault.serverFailure());
    var away = DomainName.of("away.example.com");
    for (int i = 0; i < 3; i++) {
      assertThat(cached.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
      assertThat(cached.txt(nowhere)).isInstanceOf(DnsAnswer.NoSuchDomain.class);
      assertThat(cached.txt(away)).isInstanceOf(DnsAnswer.Unavailable.class);
    }
    assertThat(server.queries(KEY.ascii())).as("with the one before").isEqualTo(2);
    assertThat(server.queries(nowhere.ascii())).isEqualTo(1);
    long attempts = server.queries(away.ascii());
    now.set(Instant.ofEpochSecond(ZoneServer.NEGATIVE_TTL));
    cached.txt(KEY);
    cached.txt(nowhere);
    cached.txt(away);
    assertThat(server.queries(KEY.ascii())).isEqualTo(2);
    assertThat(server.queries(nowhere.ascii())).isEqualTo(2);
    assertThat(server.queries(away.ascii())).isEqualTo(2 * attempts);
    now.set(Instant.ofEpochSecond(ZoneServer.DEFAULT_TTL));
    cached.txt(KEY);
    assertThat(server.queries(KEY.ascii())).isEqualTo(3);
  }

  @Test
  void zoneTextIsServed() {
    server.zoneText(
        """
        s2._domainkey.example.com. 3600 IN TXT ( "v=DKIM1; k=rsa; "
            "p=MIIB" )
        """);
    assertThat(dns.txt(DomainName.of("s2._domainkey.example.com")))
        .isEqualTo(
            new DnsAnswer.Found<>(
                List.of("v=DKIM1; k=rsa; p=MIIB"), Duration.ofHours(1), DnssecStatus.NOT_PROVEN));
  }

  @Test
  void theAdBitProvesSomethingOnlyIfTheServerIsTrusted() {
    server.authenticated();
    assertThat(dns.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
    var trusting =
        new DnsjavaDns(ResolverSettings.of(List.of(server.address())).trustingAuthenticatedData());
    assertThat(trusting.txt(KEY))
        .isEqualTo(
            new DnsAnswer.Found<>(
                List.of("v=DKIM1; p=abc"),
                Duration.ofSeconds(ZoneServer.DEFAULT_TTL),
                DnssecStatus.SECURE));
  }

  private DnsjavaDns trusting() {
    return new DnsjavaDns(
        ResolverSettings.of(List.of(server.address()))
            .withLimits(QUICK)
            .trustingAuthenticatedData());
  }

  private static DnssecStatus statusOf(DnsAnswer<?> answer) {
    return ((DnsAnswer.Found<?>) answer).dnssec();
  }

  @Test
  void tlsaRecordsAreReadWhole() {
    server.tlsa("_25._tcp.mx.example.com", 3, 1, 1, "ab".repeat(32));
    server.tlsa("_25._tcp.mx.example.com", 255, 9, 7, "00");

    assertThat(dns.tlsa(DomainName.of("_25._tcp.mx.example.com")))
        .isEqualTo(
            found(
                List.of(
                    new TlsaRecord(3, 1, 1, "ab".repeat(32)), new TlsaRecord(255, 9, 7, "00"))));
  }

  @Test
  void anAliasIsOneStep() {
    server.cname("mx.example.com", "mx1.example.net").cname("mx1.example.net", "mx2.example.org");

    assertThat(dns.aliases(DomainName.of("mx.example.com")))
        .isEqualTo(found(DomainName.of("mx1.example.net")));
    assertThat(dns.aliases(KEY)).isInstanceOf(DnsAnswer.NoRecords.class);
  }

  @Test
  void secureInsecureAndBogusAreToldApart() {
    server.authenticated().unsigned("plain.example.com").fault("bogus.example.com", BOGUS);
    for (var name : List.of("signed", "plain", "bogus")) {
      server.tlsa(name + ".example.com", 3, 1, 1, "ab".repeat(32));
    }

    assertThat(statusOf(trusting().tlsa(DomainName.of("signed.example.com"))))
        .isEqualTo(DnssecStatus.SECURE);
    assertThat(statusOf(trusting().tlsa(DomainName.of("plain.example.com"))))
        .isEqualTo(DnssecStatus.NOT_PROVEN);
    assertThat(trusting().tlsa(DomainName.of("bogus.example.com")))
        .isInstanceOf(DnsAnswer.Unavailable.class);
    assertThat(statusOf(dns.tlsa(DomainName.of("signed.example.com"))))
        .isEqualTo(DnssecStatus.NOT_PROVEN);
  }

  /** The chain leaves the message, so its end is asked for on its own. */
  @Test
  void aChainIsProvenAsWellAsItsWeakestLink() {
    var target = "target.example.net";
    server.address(target, "192.0.2.7").authenticated().unsigned("alias.example.com");
    server.cnameAlone("alias.example.com", target).cnameAlone("signed.example.com", target);

    assertThat(statusOf(addressesOf("alias.example.com"))).isEqualTo(DnssecStatus.NOT_PROVEN);
    assertThat(statusOf(addressesOf("signed.example.com"))).isEqualTo(DnssecStatus.SECURE);
  }

  private DnsAnswer<InetAddress> addressesOf(String name) {
    return trusting().addresses(DomainName.of(name), AddressFamily.IPV4);
  }

  @Test
  void theServersOfAZoneAreNamedByIt() {
    server.ns("example.com", "ns1.example.com").ns("example.com", "ns2.example.net");
    assertThat(dns.nameServers(EXAMPLE))
        .isEqualTo(
            found(List.of(DomainName.of("ns1.example.com"), DomainName.of("ns2.example.net"))));
    assertThat(dns.nameServers(KEY)).isInstanceOf(DnsAnswer.NoRecords.class);
  }

  /** RFC 1035 §4.1.1: what a cache has heard is not what the zone says. */
  @Test
  void aServerOfAZoneIsBelievedOnlyWithAuthority() {
    var ofZone =
        DnsjavaDns.ofZone(ResolverSettings.of(List.of(server.address())).withLimits(QUICK));
    assertThat(ofZone.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
    server.withoutAuthority();
    assertThat(ofZone.txt(KEY))
        .isEqualTo(new DnsAnswer.Unavailable<>("no authoritative answer from " + server.address()));
    assertThat(dns.txt(KEY)).isEqualTo(found("v=DKIM1; p=abc"));
  }
}
