package org.postseal.endtoend.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Percentiles as the nearest rank. */
class LatenciesTest {

  @Test
  void aPercentileIsOneOfThem() {
    var latencies = Latencies.ofNanos(LongStream.rangeClosed(1, 200).map(i -> 201 - i).toArray());
    assertThat(latencies.percentile(50)).isEqualTo(Duration.ofNanos(100));
    assertThat(latencies.percentile(99)).isEqualTo(Duration.ofNanos(198));
    assertThat(latencies.percentile(100)).isEqualTo(Duration.ofNanos(200));
    assertThat(latencies.percentile(0.1)).isEqualTo(Duration.ofNanos(1));
  }

  @Test
  void nothingTookNoTime() {
    assertThat(Latencies.ofNanos().percentile(99)).isEqualTo(Duration.ZERO);
  }
}
