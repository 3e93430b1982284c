package org.postseal.authentication.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsAnswerTest {

  private static final Duration TTL = Duration.ofMinutes(5);

  @Test
  void mappingChangesRecordsAndNothingElse() {
    DnsAnswer<String> found = new DnsAnswer.Found<>(List.of("a", "bc"), TTL, DnssecStatus.SECURE);
    assertThat(found.map(String::length))
        .isEqualTo(new DnsAnswer.Found<>(List.of(1, 2), TTL, DnssecStatus.SECURE));
    DnsAnswer<String> nxdomain = new DnsAnswer.NoSuchDomain<>(TTL);
    assertThat(nxdomain.map(String::length)).isEqualTo(new DnsAnswer.NoSuchDomain<>(TTL));
    DnsAnswer<String> nodata = new DnsAnswer.NoRecords<>(TTL);
    assertThat(nodata.map(String::length)).isEqualTo(new DnsAnswer.NoRecords<>(TTL));
    DnsAnswer<String> unavailable = new DnsAnswer.Unavailable<>("SERVFAIL");
    assertThat(unavailable.map(String::length)).isEqualTo(new DnsAnswer.Unavailable<>("SERVFAIL"));
  }

  @Test
  void foundMeansAtLeastOneRecord() {
    assertThatThrownBy(() -> new DnsAnswer.Found<>(List.of(), TTL, DnssecStatus.NOT_PROVEN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
