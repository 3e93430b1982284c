package org.postseal.registryview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.BlockedName;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

class BlockedTest {
  private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

  private final Blocked blocked = new Blocked();

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,    192.0.2.0,         true",
    "192.0.2.0/24,    192.0.2.255,       true",
    "192.0.2.0/24,    192.0.3.0,         false",
    "192.0.2.0/24,    ::ffff:192.0.2.9,  true",
    "192.0.2.7,       192.0.2.7,         true",
    "192.0.2.7,       192.0.2.8,         false",
    "10.0.0.0/8,      10.200.0.1,        true",
    "10.128.0.0/9,    10.127.255.255,    false",
    "2001:db8::/32,   2001:db8:ffff::1,  true",
    "2001:db8::/32,   2001:db9::,        false",
    "2001:db8::1,     2001:db8::1,       true",
    "2001:d00::/24,   13.0.0.1,          false",
  })
  void anAddressIsLookedForInEveryNetworkAroundIt(String network, String address, boolean found)
      throws Exception {
    put(network, Optional.empty());
    assertThat(blocked.contains(InetAddress.ofLiteral(address), NOW)).isEqualTo(found);
    blocked.apply(name(network).text(), null);
    assertThat(blocked.contains(InetAddress.ofLiteral(address), NOW)).isFalse();
  }

  @Test
  void whatHasExpiredCountsNoMoreAndHidesNothingAroundIt() throws Exception {
    put("192.0.2.7", Optional.of(NOW));
    put("spam.example", Optional.of(NOW));
    var address = InetAddress.ofLiteral("192.0.2.7");
    var domain = DomainName.of("host.spam.example");
    assertThat(blocked.contains(address, NOW.minusNanos(1))).isTrue();
    assertThat(blocked.contains(domain, NOW.minusNanos(1))).isTrue();
    assertThat(blocked.contains(address, NOW)).isFalse();
    assertThat(blocked.contains(domain, NOW)).isFalse();
    put("192.0.2.0/24", Optional.empty());
    put("example", Optional.empty());
    assertThat(blocked.contains(address, NOW)).isTrue();
    assertThat(blocked.contains(domain, NOW)).isTrue();
  }

  @Test
  void anEntryThatCannotBeReadBlocksAndAKeyThatCannotDoesNot() throws Exception {
    blocked.apply("192.0.2.7/32", "{".getBytes(UTF_8));
    assertThat(blocked.contains(InetAddress.ofLiteral("192.0.2.7"), NOW)).isTrue();
    assertThatThrownBy(() -> blocked.apply("0.0.0.0/0", "{}".getBytes(UTF_8)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("wider than /8");
    assertThat(blocked.contains(InetAddress.ofLiteral("192.0.2.8"), NOW)).isFalse();
  }

  @Test
  void entriesOfEarlierReleasesHaveADomainAlone() throws Exception {
    blocked.apply(
        "spam.example",
        """
        {"domain":"spam.example","reason":"r","author":"a","since":"2026-11-23T00:00:00Z"}"""
            .getBytes(UTF_8));
    assertThat(blocked.contains(DomainName.of("spam.example"), NOW)).isTrue();
    assertThat(blocked.size()).isOne();
  }

  private void put(String text, Optional<Instant> expires) throws MalformedRecordException {
    var name = name(text);
    blocked.apply(name.text(), Json.write(BlocklistEntry.of(name, "why", "op", NOW, expires)));
  }

  private static BlockedName name(String text) {
    return ((BlockedName.Reading.Read) BlockedName.read(text)).name();
  }
}
