package org.postseal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports that can be listened on, and the one line about those that cannot. */
class ListeningPortTest {
  private static final String LOOPBACK = "127.0.0.1";

  @Test
  void aFreePortIsNoObstacle() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(new ListeningPort("a.port", LOOPBACK, port).obstacle()).isEmpty();
    assertThat(new ListeningPort("a.port", LOOPBACK, 0).obstacle()).isEmpty();
  }

  @Test
  void aTakenPortIsNamedWithWhoHasIt() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var said = new ListeningPort("a.port", LOOPBACK, socket.getLocalPort()).obstacle();
      assertThat(said)
          .hasValueSatisfying(
              line ->
                  assertThat(line)
                      .startsWith(
                          "a.port: port %d of 127.0.0.1 is in use"
                              .formatted(socket.getLocalPort())));
      assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "only Linux says who");
      assertThat(said)
          .hasValueSatisfying(
              line ->
                  assertThat(line).endsWith(" (process " + ProcessHandle.current().pid() + ")"));
    }
  }

  @Test
  void anAddressOfAnotherMachineIsSaid() {
    assertThat(new ListeningPort("a.port", "192.0.2.1", 2525).obstacle())
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("a.port: cannot listen on port 2525 of 192.0.2.1: ")
                    .doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "mx.example.org", "a-b.example", "xn--bcher-kva.example"})
  void hostNames(String name) {
    assertThat(Contradictions.isHostName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bad name", "a..b", "-a.example", "a-.example", "192.0.2.1", "[::1]", "a_b.c"})
  void noHostNames(String name) {
    assertThat(Contradictions.isHostName(name)).isFalse();
    assertThat(new Contradictions("x").hostName("host-name", name).found())
        .containsExactly("x.host-name is no host name: " + name);
  }

  @Test
  void aNameIsNotTooLong() {
    assertThat(Contradictions.isHostName("a".repeat(63) + ".example")).isTrue();
    assertThat(Contradictions.isHostName("a".repeat(64) + ".example")).isFalse();
    assertThat(Contradictions.isHostName("a.".repeat(127) + "b")).isFalse();
  }
}
