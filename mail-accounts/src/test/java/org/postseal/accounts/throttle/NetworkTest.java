package org.postseal.accounts.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0",
    "192.0.2.0/24, 192.0.2.255",
    "192.0.2.77/24, 192.0.2.1",
    "192.0.2.0/25, 192.0.2.127",
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0/0, 203.0.113.9",
    "192.0.2.0/24, ::ffff:192.0.2.9",
    "2001:db8::/32, 2001:db8:ffff::1",
    "2001:db8::1, 2001:db8::1",
    "::/0, 2001:db8::1"
  })
  void contains(String network, String address) {
    assertThat(Network.of(network).contains(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.3.0",
    "192.0.2.0/25, 192.0.2.128",
    "192.0.2.1, 192.0.2.2",
    "0.0.0.0/0, 2001:db8::1",
    "::/0, 192.0.2.1",
    "2001:db8::/33, 2001:db8:8000::1"
  })
  void doesNotContain(String network, String address) {
    assertThat(Network.of(network).contains(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/24", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "::/129", "mx.example/8"})
  void isNoNetwork(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text));
  }

  @Test
  void takesTheLengthOfTheFamily() {
    var lengths = new Network.PrefixLengths(24, 64);
    assertThat(Network.around(InetAddress.ofLiteral("192.0.2.77"), lengths))
        .hasToString("192.0.2.0/24");
    assertThat(Network.around(InetAddress.ofLiteral("2001:db8:1:2:3::9"), lengths))
        .isEqualTo(Network.of("2001:db8:1:2::/64"));
  }
}
