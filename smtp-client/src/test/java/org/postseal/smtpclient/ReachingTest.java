package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One of a host's addresses, whatever the others do. 192.0.2.0/24 answers to nobody. */
class ReachingTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress SILENT = InetAddress.ofLiteral("192.0.2.1");
  private static final Duration HEAD_START = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static List<InetAddress> addresses(InetAddress... all) {
    return new ArrayList<>(List.of(all));
  }

  @Test
  void aSilentAddressCostsItsHeadStartOnly() throws Exception {
    try (var server = new ServerSocket(0, 5, HERE)) {
      long began = System.nanoTime();
      try (var socket =
          Reaching.connect(addresses(SILENT, HERE), server.getLocalPort(), HEAD_START, TIMEOUT)) {
        assertThat(socket.getInetAddress()).isEqualTo(HERE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void anAddressThatRefusesIsTakenOutAndTheNextOneIsTriedAtOnce() throws Exception {
    try (var server = new ServerSocket(0, 5, HERE)) {
      var left = addresses(NOBODY, HERE);
      try (var socket =
          Reaching.connect(left, server.getLocalPort(), Duration.ofMinutes(5), TIMEOUT)) {
        assertThat(socket.getInetAddress()).isEqualTo(HERE);
      }
      assertThat(left).containsExactly(HERE);
    }
  }

  @Test
  void nobodyAtAll() throws Exception {
    int port;
    try (var server = new ServerSocket(0, 5, HERE)) {
      port = server.getLocalPort();
    }
    var left = addresses(HERE, NOBODY);

    assertThatThrownBy(() -> Reaching.connect(left, port, HEAD_START, TIMEOUT))
        .isInstanceOfSatisfying(
            HopLostException.class,
            e -> assertThat(e.outcome()).isInstanceOf(Outcome.Deferred.class));
    assertThat(left).isEmpty();
  }

  @Test
  void noneOfThemAnswersInTime() {
    assertThatThrownBy(
            () -> Reaching.connect(addresses(SILENT), 25, HEAD_START, Duration.ofMillis(300)))
        .isInstanceOf(HopLostException.class);
  }
}
