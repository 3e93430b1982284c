package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In a process that could relay and must not; there is no Kafka here. */
@QuarkusTest
@TestProfile(SwitchedOffTest.Off.class)
class SwitchedOffTest {
  @Inject SmallRyeHealthReporter health;

  /** The switch, and a broker that nobody could reach. */
  public static final class Off implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "postseal.relay.enabled", "false",
          "kafka.bootstrap.servers", "127.0.0.1:1",
          "quarkus.http.test-port", "0");
    }
  }

  @Test
  void readsNoTopicAndIsReady() {
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .noneMatch(name -> name.startsWith("relay-"));
    assertThat(health.getLiveness().getPayload().getString("status")).isEqualTo("UP");
    assertThat(health.getReadiness().getPayload().getString("status")).isEqualTo("UP");
  }
}
