package org.postseal.registry.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.server.ZoneServer;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.key.SigningKey;

class ZoneTextTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");

  private static SigningKey key(String selector, KeyAlgorithm algorithm) {
    return new SigningKey(
        "id-of-" + selector,
        new KeyName(new Selector(selector), DOMAIN),
        algorithm,
        NewKeyPair.generate(algorithm).publicKey(),
        new KeyState.Announced(Instant.EPOCH),
        Optional.empty());
  }

  @Test
  void aDnsServerReadsItAndServesTheRecords() {
    var rsa = key("rsa1", KeyAlgorithm.RSA_2048);
    var ed = key("ed1", KeyAlgorithm.ED25519);
    var text = ZoneText.of(List.of(rsa, ed), Duration.ofHours(1));
    assertThat(text.lines()).allMatch(line -> line.length() <= 4 + 2 + 255 + 2);
    try (var server = ZoneServer.start()) {
      server.zoneText(text);
      var dns = new DnsjavaDns(ResolverSettings.of(List.of(server.address())));
      for (var key : List.of(rsa, ed)) {
        assertThat(dns.txt(key.name().recordName()))
            .isEqualTo(
                new DnsAnswer.Found<>(
                    List.of(key.recordText()), Duration.ofHours(1), DnssecStatus.NOT_PROVEN));
      }
    }
  }
}
