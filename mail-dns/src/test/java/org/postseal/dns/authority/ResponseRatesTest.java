package org.postseal.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postseal.dns.authority.ResponseRates.Grant;

class ResponseRatesTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // wraps round
  private final ResponseRates rates = new ResponseRates(100, now::get);

  private Map<Grant, Integer> ask(String address, int times) {
    var grants = new EnumMap<Grant, Integer>(Grant.class);
    for (int i = 0; i < times; i++) {
      grants.merge(rates.grant(InetAddress.ofLiteral(address)), 1, Integer::sum);
    }
    return grants;
  }

  @Test
  void aNetworkGetsSoManyASecondAndThenTheTcBitOrSilence() {
    assertThat(ask("192.0.2.1", 1100))
        .containsEntry(Grant.ANSWER, 100)
        .containsEntry(Grant.TRUNCATED, 500)
        .containsEntry(Grant.SILENCE, 500);
    now.addAndGet(500_000_000L);
    assertThat(ask("192.0.2.200", 1000)).as("the same network").containsEntry(Grant.ANSWER, 50);
    now.addAndGet(10_000_000_000L);
    assertThat(ask("192.0.2.1", 1000)).as("nobody saves up").containsEntry(Grant.ANSWER, 100);
  }

  @Test
  void otherNetworksAreNotTouched() {
    ask("192.0.2.1", 1000);
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      answered += ask("198.51." + i + ".1", 1).getOrDefault(Grant.ANSWER, 0);
    }
    assertThat(answered).as("but for one that meets it in the table").isGreaterThan(98);
    assertThat(ask("2001:db8:1::1", 1)).containsEntry(Grant.ANSWER, 1);
  }

  @Test
  void oneHouseholdOfIpv6IsOneNetwork() {
    ask("2001:db8:0:1::1", 1000);
    assertThat(ask("2001:db8:0:2:ffff::9", 10)).doesNotContainKey(Grant.ANSWER);
  }

  @Test
  void zeroIsWithoutBound() {
    var unbound = new ResponseRates(0, now::get);
    for (int i = 0; i < 100_000; i++) {
      assertThat(unbound.grant(InetAddress.getLoopbackAddress())).isEqualTo(Grant.ANSWER);
    }
  }
}
