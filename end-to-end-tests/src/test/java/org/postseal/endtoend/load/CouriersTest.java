package org.postseal.endtoend.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Waiting;

/** The clients of the load run, against Postfix's sink. */
@Tag("interop")
class CouriersTest {
  private static final Couriers.Envelope ENVELOPE =
      new Couriers.Envelope("alice@a.example", "bob@b.example");

  @Test
  void everyMessageIsBroughtOnce() throws Exception {
    var sink = SmtpSink.start();
    assumeTrue(sink.isPresent(), "smtp-sink is not installed; ./postseal test --interop does that");
    try (var there = sink.get()) {
      awaitPort(there.port());
      var profile =
          new Profile("two", List.of(new Profile.Share(100, 50), new Profile.Share(200_000, 50)));
      var brought =
          new Couriers(there.port(), ENVELOPE, profile, CouriersTest::message).bring(300, 10);
      assertThat(brought.replies().percentile(99)).isPositive();
      Waiting.until(
          "300 messages",
          Duration.ofSeconds(10),
          () -> there.messages() == 300 ? Optional.of(true) : Optional.empty());
    }
  }

  @Test
  void oneThatIsNotAcceptedEndsTheRun() {
    assertThatThrownBy(
            () ->
                new Couriers(portOfNobody(), ENVELOPE, Profile.of(100), CouriersTest::message)
                    .bring(3, 2))
        .isInstanceOf(IllegalStateException.class);
  }

  private static int portOfNobody() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static byte[] message(int octets) {
    return ("Subject: x\r\n\r\n" + ("y".repeat(76) + "\r\n").repeat(octets / 78 + 1))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void awaitPort(int port) {
    Waiting.until(
        "smtp-sink",
        Duration.ofSeconds(10),
        () -> {
          try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return Optional.of(true);
          } catch (IOException _) {
            return Optional.empty();
          }
        });
  }
}
