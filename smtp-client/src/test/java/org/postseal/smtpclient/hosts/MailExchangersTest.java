package org.postseal.smtpclient.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.hosts.MailExchangers.Limits;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;

class MailExchangersTest {
  private static final DomainName OWN_NAME = DomainName.of("gw.example.com");

  private final ZoneInMemory zone =
      new ZoneInMemory()
          .mx("dest.example", 10, "mx1.dest.example")
          .mx("dest.example", 20, "mx2.dest.example")
          .address("mx1.dest.example", "192.0.2.1")
          .address("mx1.dest.example", "2001:db8::1")
          .address("mx2.dest.example", "192.0.2.2");

  private final MailExchangers exchangers = exchangers(5, 4, Loopback.REFUSED);

  private MailExchangers exchangers(int hosts, int addresses, Loopback loopback) {
    return new MailExchangers(
        zone,
        new Limits(
            hosts,
            addresses,
            Set.of(OWN_NAME),
            new ReachableAddresses(loopback, PrivateNetworks.REFUSED)));
  }

  private static HostSearch hosts(String... names) {
    return new HostSearch.Hosts(
        List.of(names).stream().map(DomainName::of).toList(), HostSearch.Proof.NOT_PROVEN);
  }

  @Test
  void hostsComeInTheOrderOfPreference() {
    assertThat(exchangers.find("dest.example"))
        .isEqualTo(hosts("mx1.dest.example", "mx2.dest.example"));
  }

  @Test
  void equalPreferencesAreShuffledAndNeverOvertakeABetterOne() {
    zone.mx("dest.example", 20, "mx3.dest.example");

    var seen = new HashSet<HostSearch>();
    for (int seed = 0; seed < 64; seed++) {
      seen.add(exchangers.find("dest.example", new Random(seed)));
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            hosts("mx1.dest.example", "mx2.dest.example", "mx3.dest.example"),
            hosts("mx1.dest.example", "mx3.dest.example", "mx2.dest.example"));
  }

  @Test
  void withoutExchangersTheDomainItselfIsTheHost() {
    zone.address("small.example", "192.0.2.9");

    assertThat(exchangers.find("small.example"))
        .isEqualTo(
            new HostSearch.Hosts(List.of(DomainName.of("small.example")), HostSearch.Proof.PROVEN));
  }

  @Test
  void signedExchangersAreProven() {
    zone.signed("dest.example");

    assertThat(exchangers.find("dest.example"))
        .isEqualTo(
            new HostSearch.Hosts(
                List.of(DomainName.of("mx1.dest.example"), DomainName.of("mx2.dest.example")),
                HostSearch.Proof.PROVEN));
  }

  @Test
  void aDomainThatDoesNotExistIsAFailure() {
    assertThat(exchangers.find("nowhere.example"))
        .isEqualTo(new HostSearch.Never("550 5.1.2 The recipient's domain does not exist"));
  }

  @Test
  void nullMxIsAFailure() {
    zone.mx("mute.example", 0, ".");

    assertThat(exchangers.find("mute.example"))
        .isEqualTo(
            new HostSearch.Never("556 5.1.10 The recipient's domain accepts no mail (null MX)"));
  }

  @Test
  void nullMxBesideOthersIsNoHost() {
    zone.mx("dest.example", 0, ".");

    assertThat(exchangers.find("dest.example"))
        .isEqualTo(hosts("mx1.dest.example", "mx2.dest.example"));
  }

  @Test
  void dnsThatCannotBeHadIsTemporary() {
    zone.unanswerable("dest.example");

    assertThat(exchangers.find("dest.example"))
        .isEqualTo(new HostSearch.NotNow("451 4.4.3 DNS: SERVFAIL"));
  }

  @Test
  void amongExchangersOnlyThosePreferredToUsAreUsed() {
    zone.mx("dest.example", 20, "gw.example.com").mx("dest.example", 30, "mx4.dest.example");

    assertThat(exchangers.find("dest.example")).isEqualTo(hosts("mx1.dest.example"));
  }

  @Test
  void asTheBestExchangerWeWouldMailOurselves() {
    zone.mx("dest.example", 5, "gw.example.com");

    assertThat(exchangers.find("dest.example"))
        .isEqualTo(new HostSearch.Never("554 5.4.6 Mail for this domain would come back here"));
  }

  @Test
  void asTheImplicitExchangerWeWouldMailOurselves() {
    zone.address("gw.example.com", "192.0.2.77");

    assertThat(exchangers.find("gw.example.com")).isInstanceOf(HostSearch.Never.class);
  }

  @Test
  void noMoreHostsThanTheLimit() {
    assertThat(exchangers(1, 4, Loopback.REFUSED).find("dest.example"))
        .isEqualTo(hosts("mx1.dest.example"));
  }

  @Test
  void addressLiteralNeedsNoDns() {
    assertThat(exchangers.find("[192.0.2.5]"))
        .isEqualTo(new HostSearch.Literal(InetAddress.ofLiteral("192.0.2.5")));
    assertThat(exchangers.find("[IPv6:2001:db8::5]"))
        .isEqualTo(new HostSearch.Literal(InetAddress.ofLiteral("2001:db8::5")));
    assertThat(exchangers.find("[X400:c=de]")).isInstanceOf(HostSearch.Never.class);
    assertThat(exchangers.find("[127.0.0.1]")).isInstanceOf(HostSearch.Never.class);
  }

  private static AddressSearch found(String... literals) {
    return new AddressSearch.Addresses(
        List.of(literals).stream().map(InetAddress::ofLiteral).toList(),
        HostSearch.Proof.NOT_PROVEN);
  }

  @Test
  void familiesTakeTurnsSixFirstUpToTheLimit() {
    zone.address("mx1.dest.example", "192.0.2.3").address("mx1.dest.example", "2001:db8::3");
    var host = DomainName.of("mx1.dest.example");

    assertThat(exchangers.addresses(host))
        .isEqualTo(found("2001:db8::1", "192.0.2.1", "2001:db8::3", "192.0.2.3"));
    assertThat(exchangers(5, 2, Loopback.REFUSED).addresses(host))
        .isEqualTo(found("2001:db8::1", "192.0.2.1"));
  }

  @Test
  void addressesAreProvenIfThoseOfBothFamiliesAre() {
    zone.signed("mx1.dest.example");

    assertThat(exchangers.addresses(DomainName.of("mx1.dest.example")))
        .isEqualTo(
            new AddressSearch.Addresses(
                List.of(InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.1")),
                HostSearch.Proof.PROVEN));
  }

  @Test
  void anIpv4AddressInAnAaaaRecordIsNone() {
    zone.mapped("mapped.example", "192.0.2.9");

    assertThat(exchangers.addresses(DomainName.of("mapped.example")))
        .isEqualTo(new AddressSearch.None());
  }

  @Test
  void aNameThatLeadsHereIsNoMailExchanger() {
    zone.address("trap.example", "127.0.0.1").address("trap.example", "::");
    var host = DomainName.of("trap.example");

    assertThat(exchangers.addresses(host)).isEqualTo(new AddressSearch.None());
    assertThat(exchangers(5, 4, Loopback.ALLOWED).addresses(host)).isEqualTo(found("127.0.0.1"));
  }

  @Test
  void addressesThatCannotBeHadAreTemporary() {
    zone.unanswerable("mx1.dest.example");

    assertThat(exchangers.addresses(DomainName.of("mx1.dest.example")))
        .isEqualTo(new AddressSearch.NotNow("SERVFAIL"));
  }
}
