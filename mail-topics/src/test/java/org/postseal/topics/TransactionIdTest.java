package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionIdTest {
  @Test
  void sortsByTime() {
    var earlier = TransactionId.next(Fixtures.NOW).value();
    var later = TransactionId.next(Fixtures.NOW.plusMillis(1)).value();
    assertThat(earlier).isLessThan(later);
  }

  @Test
  void differsWithinAMillisecond() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(TransactionId.next(Fixtures.NOW).value())).isTrue();
    }
  }

  @Test
  void readsWhatItWrites() {
    var id = TransactionId.next(Fixtures.NOW);
    assertThat(TransactionId.parse(id.value())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "01KAP6V6T8AAAAAAAAAAAAAAAU", "01kap6v6t8aaaaaaaaaaaaaaaa"})
  void isNothingElse(String text) {
    assertThat(TransactionId.parse(text)).isEmpty();
  }

  @Test
  void whatFollowsFromATransactionHasAlwaysTheSameId() {
    var id = TransactionId.next(Fixtures.NOW);
    var derived = id.derived("report");
    assertThat(derived).isEqualTo(id.derived("report")).isNotEqualTo(id);
    assertThat(derived).isNotEqualTo(id.derived("another"));
    assertThat(derived).isNotEqualTo(TransactionId.next(Fixtures.NOW).derived("report"));
    assertThat(derived.value()).startsWith(id.value().substring(0, 10));
    assertThat(TransactionId.parse(derived.value())).contains(derived);
  }

  @Test
  void aReportIsOneWhateverTheOrderOfItsRecipients() {
    var report = Fixtures.report(DueReport.Kind.FAILURE, DueReport.Action.FAILED);
    var reversed =
        new DueReport(
            report.about(),
            report.kind(),
            report.attempt(),
            report.at().plusSeconds(9),
            report.retryUntil(),
            report.recipients().reversed());
    assertThat(reversed.transactionId()).isEqualTo(report.transactionId());
    assertThat(Fixtures.report(DueReport.Kind.DELAY, DueReport.Action.FAILED).transactionId())
        .isNotEqualTo(report.transactionId());
    var fewer =
        new DueReport(
            report.about(),
            report.kind(),
            report.attempt(),
            report.at(),
            report.retryUntil(),
            report.recipients().subList(0, 1));
    assertThat(fewer.transactionId()).isNotEqualTo(report.transactionId());
  }
}
