package org.postseal.registry.nameserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.authority.TextZones.At;
import org.postseal.registry.journal.FilledState;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;

class KeyZonesTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final KeyState ANNOUNCED = new KeyState.Announced(NOW);
  private static final KeyState REVOKED = new KeyState.Announced(NOW).revoke(NOW);

  private final FilledState filled =
      new FilledState()
          .with(entry("example.com", true))
          .with(entry("empty.example", true))
          .with(entry("others.example", false))
          .with(key("s1", "example.com", ANNOUNCED))
          .with(key("gone", "example.com", REVOKED))
          .with(key("a.b", "example.com", ANNOUNCED))
          .with(key("s1", "deep.sub.example.org", ANNOUNCED));
  private final KeyZones zones =
      new KeyZones(filled.state(), () -> true, Optional.of(DomainName.of("keys.provider.net")));

  private static DomainEntry entry(String domain, boolean signed) {
    return new DomainEntry(domain, true, signed, SigningPolicy.ALL, false, Optional.empty());
  }

  private static SigningKey key(String selector, String domain, KeyState state) {
    return new SigningKey(
        selector + domain,
        new KeyName(new Selector(selector), DomainName.of(domain)),
        KeyAlgorithm.ED25519,
        new byte[32],
        state,
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "s1._domainkey.example.com,             _domainkey.example.com,  text",
    "gone._domainkey.example.com,           _domainkey.example.com,  void",
    "a.b._domainkey.example.com,            _domainkey.example.com,  text",
    "b._domainkey.example.com,              _domainkey.example.com,  nothing",
    "c._domainkey.example.com,              _domainkey.example.com,  none",
    "x.s1._domainkey.example.com,           _domainkey.example.com,  none",
    "_domainkey._domainkey.example.com,     _domainkey.example.com,  none",
    "s1._domainkey.empty.example,           _domainkey.empty.example, none",
    "s1._domainkey.deep.sub.example.org,    _domainkey.deep.sub.example.org, text",
    "s1._domainkey.example.com.keys.provider.net, keys.provider.net, text",
    "gone._domainkey.example.com.keys.provider.net, keys.provider.net, void",
    "b._domainkey.example.com.keys.provider.net, keys.provider.net,  nothing",
    "_domainkey.example.com.keys.provider.net, keys.provider.net,    nothing",
    "example.com.keys.provider.net,         keys.provider.net,       nothing",
    "com.keys.provider.net,                 keys.provider.net,       nothing",
    "sub.example.org.keys.provider.net,     keys.provider.net,       nothing",
    "_domainkey.sub.example.org.keys.provider.net, keys.provider.net, none",
    "om.keys.provider.net,                  keys.provider.net,       none",
    "le.com.keys.provider.net,              keys.provider.net,       none",
    "empty.example.keys.provider.net,       keys.provider.net,       none",
    "-.keys.provider.net,                   keys.provider.net,       none",
  })
  void whatIsAtAName(String name, String zone, String what) {
    var asked = DomainName.queryable(name).orElseThrow();
    var holding = zones.zoneHolding(asked);
    assertThat(holding).contains(DomainName.of(zone));
    var at = zones.at(asked, holding.orElseThrow());
    assertThat(
            switch (at) {
              case At.Text(var text) -> text.endsWith("p=") ? "void" : "text";
              case At.Nothing() -> "nothing";
              case At.NoSuchName() -> "none";
            })
        .isEqualTo(what);
  }

  @ParameterizedTest
  @CsvSource({
    "s1._domainkey.others.example",
    "s1._domainkey.example.net",
    "_domainkey.com",
    "example.com",
    "provider.net",
    "xkeys.provider.net",
    "_domainkey",
  })
  void otherZonesAreNotOurs(String name) {
    assertThat(zones.zoneHolding(DomainName.queryable(name).orElseThrow())).isEmpty();
  }

  @Test
  void theSerialGrowsWithTheKeys() {
    long before = zones.serial();
    filled.with(key("s2", "example.com", ANNOUNCED));
    assertThat(zones.serial()).isGreaterThan(before);
  }
}
