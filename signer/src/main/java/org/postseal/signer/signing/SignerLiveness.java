package org.postseal.signer.signing;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.postseal.following.PollPulse;

/** A signer that takes no questions any more is to be started anew, whatever ended its channel. */
@Liveness
@ApplicationScoped
class SignerLiveness implements HealthCheck {
  private static final String CHANNEL = "signer-questions";

  private final SignerSettings settings;
  private final KafkaClientService clients;
  private final SignerWiring wiring;
  private final PollPulse pulse = new PollPulse(Duration.ofMinutes(1));

  SignerLiveness(SignerSettings settings, KafkaClientService clients, SignerWiring wiring) {
    this.settings = settings;
    this.clients = clients;
    this.wiring = wiring;
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("signer's loops").up();
    if (settings.enabled()) {
      var questions = clients.getConsumer(CHANNEL);
      if (questions != null) {
        pulse.standstill(questions.unwrap()).ifPresent(why -> health.withData(CHANNEL, why).down());
      }
      var changes = wiring.changes();
      changes.standstill().ifPresent(why -> health.withData(changes.name(), why).down());
    }
    return health.build();
  }
}
