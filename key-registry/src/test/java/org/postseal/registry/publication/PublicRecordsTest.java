package org.postseal.registry.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Sighting.Finding;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;

/**
 * Real packets: a resolver and the domain's own server on loopback, each its own. What works is
 * broken in one place.
 */
class PublicRecordsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String NAME = "s1._domainkey.example.com";
  private static final SigningKey KEY =
      new SigningKey(
          "k1",
          new KeyName(new Selector("s1"), DomainName.of("example.com")),
          KeyAlgorithm.ED25519,
          new byte[32],
          new KeyState.Announced(NOW),
          Optional.empty());
  private static final String TEXT = KEY.recordText();

  private final ZoneServer resolver = ZoneServer.start();
  private final ZoneServer authoritative = ZoneServer.start();

  @BeforeEach
  void theRecordIsEverywhere() {
    resolver
        .ns("example.com", "ns1.example.com")
        .address("ns1.example.com", "127.0.0.1")
        .txt(NAME, TEXT);
    authoritative.txt(NAME, TEXT);
    assertThat(records(Loopback.ALLOWED).look(KEY).shows(KEY)).isTrue();
  }

  @AfterEach
  void stop() {
    resolver.close();
    authoritative.close();
  }

  private PublicRecords records(Loopback loopback) {
    return new PublicRecords(
        new PublicRecords.Whom(List.of(resolver.address()), Duration.ofSeconds(3)),
        new ZoneServers(
            new ReachableAddresses(loopback, PrivateNetworks.REFUSED),
            authoritative.address().getPort(),
            8),
        () -> NOW);
  }

  private Sighting look() {
    return records(Loopback.ALLOWED).look(KEY);
  }

  @Test
  void saysWhoWasAskedAndWhen() {
    var seen = look();
    assertThat(seen.at()).isEqualTo(NOW);
    assertThat(seen.summary())
        .isEqualTo(
            NAME
                + " is in the public DNS as it should be: resolver 127.0.0.1:"
                + resolver.address().getPort()
                + " has it; authoritative ns1.example.com has it");
  }

  @Test
  void severalAreLookedAtTogetherInTheirOrder() {
    var other =
        new SigningKey(
            "k2",
            new KeyName(new Selector("s2"), DomainName.of("example.com")),
            KeyAlgorithm.ED25519,
            new byte[32],
            new KeyState.Announced(NOW),
            Optional.empty());
    assertThat(records(Loopback.ALLOWED).lookAtAll(List.of(other, KEY)))
        .extracting(Sighting::finding)
        .containsExactly(Finding.DIFFERENT, Finding.PUBLISHED);
  }

  @Test
  void aResolverThatHasHeardOfItIsNotEnough() {
    authoritative.removeTxt(NAME);
    assertThat(look().finding()).isEqualTo(Finding.DIFFERENT);
    assertThat(look().summary()).endsWith("authoritative ns1.example.com has no such name");
  }

  @Test
  void theDomainsServersAreNotEnoughWhileAResolverDeniesIt() {
    resolver.removeTxt(NAME);
    assertThat(look().finding()).isEqualTo(Finding.DIFFERENT);
    assertThat(look().summary()).contains("has no such name; authoritative ns1.example.com has it");
  }

  @Test
  void everyServerOfTheZoneIsAsked() {
    resolver.ns("example.com", "ns2.example.com");
    assertThat(look().finding()).isEqualTo(Finding.UNKNOWN);
    assertThat(look().summary())
        .contains("authoritative ns1.example.com has it")
        .contains("authoritative ns2.example.com gave no answer (has no address)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=DKIM1; k=ed25519; p=",
        "v=DKIM1; k=ed25519; p=BBBB",
        "v=DKIM1; k=ed25519; t=y; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "v=spf1 -all",
        "",
      })
  void anotherRecordIsNotThisOne(String text) {
    authoritative.removeTxt(NAME).txt(NAME, text);
    assertThat(look().finding()).isEqualTo(Finding.DIFFERENT);
  }

  @Test
  void theSameRecordMayBeWrittenDifferently() {
    authoritative
        .removeTxt(NAME)
        .txt(NAME, "v=DKIM1;k=ed25519;", "p=AAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAAAAAAA=;");
    assertThat(look().finding()).isEqualTo(Finding.PUBLISHED);
  }

  @Test
  void twoRecordsAtOneNameAreNotOne() {
    authoritative.txt(NAME, "v=DKIM1; k=ed25519; p=BBBB");
    assertThat(look().finding()).isEqualTo(Finding.DIFFERENT);
    assertThat(look().summary()).endsWith("has 2 records");
  }

  @Test
  void silenceAndFailureAreNeitherOneNorTheOther() {
    authoritative.faultEverywhere(Fault.serverFailure());
    assertThat(look().finding()).isEqualTo(Finding.UNKNOWN);
    authoritative.heal().withoutAuthority();
    assertThat(look().finding()).isEqualTo(Finding.UNKNOWN);
    assertThat(look().summary()).contains("no authoritative answer");
  }

  @Test
  void aSilentServerCostsNoMoreThanThePatience() {
    authoritative.faultEverywhere(new Fault.Silence());
    long began = System.nanoTime();
    assertThat(look().finding()).isEqualTo(Finding.UNKNOWN);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void ownAddressesAreNotAskedUnlessAllowed() {
    long before = authoritative.queries();
    var seen = records(Loopback.REFUSED).look(KEY);
    assertThat(seen.finding()).isEqualTo(Finding.UNKNOWN);
    assertThat(seen.summary()).contains("not asked at a loopback address");
    assertThat(authoritative.queries()).isEqualTo(before);
  }

  @Test
  void anAliasIsAskedOfTheZoneThatHoldsItsEnd() {
    resolver
        .removeTxt(NAME)
        .cname(NAME, "s1.keys.example.net")
        .txt("s1.keys.example.net", TEXT)
        .ns("example.net", "ns.example.net")
        .address("ns.example.net", "127.0.0.1");
    authoritative.removeTxt(NAME).txt("s1.keys.example.net", TEXT);
    assertThat(look().shows(KEY)).isTrue();
    assertThat(look().summary()).contains("authoritative ns.example.net has it");
  }

  @Test
  void aZoneWithoutServersIsNotKnown() {
    resolver.remove("example.com");
    assertThat(look().finding()).isEqualTo(Finding.UNKNOWN);
    assertThat(look().summary()).contains("no name servers found");
  }
}
