package org.postseal.verifier.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In a process that has a verifier and must not be one; there is no Kafka here. */
@QuarkusTest
@TestProfile(SwitchedOffTest.Off.class)
class SwitchedOffTest {
  @Inject KafkaClientService clients;
  @Inject SmallRyeHealthReporter health;

  /** The switch, and a broker that nobody could reach. */
  public static final class Off implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("postseal.verifier.enabled", "false", "kafka.bootstrap.servers", "127.0.0.1:1");
    }
  }

  @Test
  void consumesNothingAndIsReady() {
    assertThat(clients.getConsumerChannels()).doesNotContain("verifier-questions");
    assertThat(health.getReadiness().getPayload().getString("status")).isEqualTo("UP");
  }
}
