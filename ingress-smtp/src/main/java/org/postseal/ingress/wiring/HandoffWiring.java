package org.postseal.ingress.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.acceptance.LocalDomains;
import org.postseal.ingress.handoff.Handoff;
import org.postseal.ingress.load.BlockedClients;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.OurStatements;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.statements.RegistryStatements;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.observation.MessageTraces;
import org.postseal.registryview.RegistryView;
import org.postseal.topics.AddressBlock;

/** Makes the hand-over at start, if this process receives mail; ends it after the sessions. */
@ApplicationScoped
class HandoffWiring {

  @Produces
  @Singleton
  Handoff handoff(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      IngressSettings settings,
      MeterRegistry meters,
      TransactionSpans spans) {
    return new Handoff(
        kafka,
        settings.handoff(),
        settings.signpol().listeners().isPresent()
            ? RegistryView.Scope.DOMAINS_AND_PUBLIC_KEYS
            : RegistryView.Scope.DOMAINS,
        new Handoff.Instruments(meters, spans),
        Clock.systemUTC());
  }

  @Produces
  @Singleton
  TransactionSpans spans(
      OpenTelemetry telemetry, @ConfigProperty(name = MessageTraces.DISABLED) boolean disabled) {
    return TransactionSpans.by(telemetry, disabled);
  }

  void end(@Disposes Handoff handoff) {
    handoff.close();
  }

  void begin(@Observes StartupEvent event, IngressSettings settings, Instance<Handoff> handoff) {
    if (settings.enabled()) {
      handoff.get();
    }
  }

  @Produces
  @ApplicationScoped
  Verification verification(Handoff handoff) {
    return handoff.verification();
  }

  @Produces
  @ApplicationScoped
  Signing signing(Handoff handoff) {
    return handoff.signing();
  }

  @Produces
  @ApplicationScoped
  MessageStore store(Handoff handoff) {
    return handoff.store();
  }

  @Produces
  @ApplicationScoped
  TransactionEvents events(Handoff handoff) {
    return handoff.events();
  }

  @Produces
  @ApplicationScoped
  OurStatements statements(Handoff handoff, IngressSettings settings) {
    return new RegistryStatements(handoff.registry(), settings.signpol(), InstantSource.system());
  }

  @Produces
  @ApplicationScoped
  BlockedClients blockedClients(Handoff handoff) {
    var registry = handoff.registry();
    return address -> AddressBlock.address(address).filter(registry::isBlocked).isPresent();
  }

  @Produces
  @ApplicationScoped
  LocalDomains localDomains(Handoff handoff) {
    return handoff.localDomains();
  }

  /**
   * Ready when answers are heard on the reply partition. Once heard, a broker that goes away makes
   * 451s, not an unready ingress: nothing would be gained by closing the door.
   */
  @Readiness
  @ApplicationScoped
  static class AnswersHeard implements HealthCheck {
    private final IngressSettings settings;
    private final Instance<Handoff> handoff;

    AnswersHeard(IngressSettings settings, Instance<Handoff> handoff) {
      this.settings = settings;
      this.handoff = handoff;
    }

    @Override
    public HealthCheckResponse call() {
      return HealthCheckResponse.named("ingress hears answers")
          .status(!settings.enabled() || handoff.get().hearsAnswers())
          .build();
    }
  }

  /** An ingress that hears answers, or of the registry, no more is to be started anew. */
  @Liveness
  @ApplicationScoped
  static class LoopsAlive implements HealthCheck {
    private final IngressSettings settings;
    private final Instance<Handoff> handoff;

    LoopsAlive(IngressSettings settings, Instance<Handoff> handoff) {
      this.settings = settings;
      this.handoff = handoff;
    }

    @Override
    public HealthCheckResponse call() {
      var health = HealthCheckResponse.named("ingress' loops").up();
      if (settings.enabled()) {
        for (var loop : handoff.get().loops()) {
          loop.standstill().ifPresent(why -> health.withData(loop.name(), why).down());
        }
      }
      return health.build();
    }
  }
}
