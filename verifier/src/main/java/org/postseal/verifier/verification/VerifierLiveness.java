package org.postseal.verifier.verification;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.postseal.following.PollPulse;

/**
 * A verifier that takes no questions any more is to be started anew, whatever ended its channel.
 */
@Liveness
@ApplicationScoped
class VerifierLiveness implements HealthCheck {
  private static final String CHANNEL = "verifier-questions";

  private final VerifierSettings settings;
  private final VerifierWiring wiring;
  private final KafkaClientService clients;
  private final PollPulse pulse = new PollPulse(Duration.ofMinutes(1));

  VerifierLiveness(VerifierSettings settings, VerifierWiring wiring, KafkaClientService clients) {
    this.settings = settings;
    this.wiring = wiring;
    this.clients = clients;
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("verifier's loops").up();
    if (settings.enabled()) {
      var loop = wiring.view().loop();
      loop.standstill().ifPresent(why -> health.withData(loop.name(), why).down());
      var questions = clients.getConsumer(CHANNEL);
      if (questions != null) {
        pulse.standstill(questions.unwrap()).ifPresent(why -> health.withData(CHANNEL, why).down());
      }
    }
    return health.build();
  }
}
