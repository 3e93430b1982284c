package org.postseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, 53",
    "192.0.2.1:5353, 192.0.2.1, 5353",
    "2001:db8::1, 2001:db8::1, 53",
    "[2001:db8::1], 2001:db8::1, 53",
    "[2001:db8::1]:5353, 2001:db8::1, 5353",
    "localhost:5353, 127.0.0.1, 5353",
  })
  void readsAddressesWithAndWithoutAPort(String text, String address, int port) {
    assertThat(ServerAddress.parse(text))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":53", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:x"})
  void namesWhatItCannotRead(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DNS server: " + text);
  }

  @Test
  void noServersMeansTheSystems() {
    assertThat(ResolverSettings.parse(List.of()).servers()).isNotEmpty();
    assertThat(ResolverSettings.parse(List.of("192.0.2.1", "192.0.2.2:54")).servers())
        .containsExactly(
            new InetSocketAddress("192.0.2.1", 53), new InetSocketAddress("192.0.2.2", 54));
  }
}
