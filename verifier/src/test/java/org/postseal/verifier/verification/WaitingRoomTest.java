package org.postseal.verifier.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.verifier.verification.WaitingRoom.Network;

class WaitingRoomTest {
  private final WaitingRoom room = new WaitingRoom(new WaitingRoom.Limits(10, 4, 6));

  @Test
  void nobodyHasMoreThanHisShare() {
    assertThat(room.enter(network("192.0.2.1"), "slow.example", 4)).isTrue();
    assertThat(room.enter(network("198.51.100.1"), "slow.example", 1)).as("the domain's").isFalse();
    assertThat(room.enter(network("192.0.2.9"), "b.example", 2)).isTrue();
    assertThat(room.enter(network("192.0.2.9"), "c.example", 1)).as("the network's").isFalse();
    assertThat(room.enter(network("198.51.100.1"), "d.example", 4)).isTrue();
    assertThat(room.enter(network("203.0.113.1"), "e.example", 1)).as("all").isFalse();
    room.leave(network("192.0.2.1"), "slow.example", 4);
    assertThat(room.enter(network("198.51.100.1"), "slow.example", 2)).isTrue();
    assertThat(room.occupied()).isEqualTo(8);
  }

  @Test
  void aProxyOnOurHostIsNoNetwork() {
    assertThat(room.enter(network("127.0.0.1"), "a.example", 4)).isTrue();
    assertThat(room.enter(network("127.0.0.1"), "b.example", 4)).isTrue();
    assertThat(room.enter(network("::1"), "c.example", 2)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "_dmarc.bank.example, bank.example",
    "s._domainkey.x.y.tarpit.example, tarpit.example",
    "_dmarc.bank.co.uk, bank.co.uk",
    "example, example",
    "a.ab.xy, a.ab.xy",
    "example.com, example.com",
    "x.abc.com, abc.com",
  })
  void aNameIsOfTheDomainThatAnswersForIt(String name, String domain) {
    assertThat(WaitingRoom.domain(DomainName.of(name))).isEqualTo(domain);
  }

  private static Network network(String address) {
    return Network.of(InetAddress.ofLiteral(address));
  }
}
