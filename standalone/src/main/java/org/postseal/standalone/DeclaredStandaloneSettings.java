package org.postseal.standalone;

import java.util.ArrayList;
import java.util.List;
import org.postseal.ingress.IngressSettings;
import org.postseal.registry.RegistrySettings;
import org.postseal.settings.Contradictions;
import org.postseal.settings.DeclaredSettings;
import org.postseal.settings.ListeningPort;
import org.postseal.verifier.verification.VerifierSettings;

/**
 * The settings of the process that holds all services; and since it holds them all, what those of
 * one service must be to those of another.
 */
public final class DeclaredStandaloneSettings implements DeclaredSettings {
  private static final int HTTP_PORT = 8080;

  @Override
  public Class<?> type() {
    return StandaloneSettings.class;
  }

  @Override
  public List<String> contradictions(Mapped mapped) {
    var found =
        new ArrayList<>(
            ports(
                mapped.of(StandaloneSettings.class),
                mapped.of(IngressSettings.class),
                mapped.number("quarkus.http.port", HTTP_PORT)));
    found.addAll(
        between(
            mapped.of(IngressSettings.class),
            mapped.of(VerifierSettings.class),
            mapped.of(RegistrySettings.class)));
    return found;
  }

  @Override
  public List<ListeningPort> ports(Mapped mapped) {
    return List.of(
        new ListeningPort(
            "postseal.standalone.broker-port",
            "127.0.0.1",
            mapped.of(StandaloneSettings.class).brokerPort()));
  }

  private static List<String> ports(
      StandaloneSettings settings, IngressSettings ingress, int httpPort) {
    int broker = settings.brokerPort();
    var found = new Contradictions("postseal.standalone").ownPort("broker-port", broker);
    if (broker != 0) {
      found.when(broker == httpPort, "broker-port", "is that of quarkus.http.port, " + broker);
      if (ingress.enabled()) {
        found
            .when(broker == ingress.mx().port(), "broker-port", "is that of the MX, " + broker)
            .when(
                broker == ingress.submission().port() || broker == ingress.submissions().port(),
                "broker-port",
                "is one for submissions, " + broker);
      }
    }
    return found.found();
  }

  /** What one service is told must suit what the others are told. Pure. */
  private static List<String> between(
      IngressSettings ingress, VerifierSettings verifier, RegistrySettings registry) {
    var found = new Contradictions("postseal");
    if (ingress.enabled() && verifier.enabled()) {
      found
          .notLonger(
              "verifier.dns.budget",
              verifier.dns().budget(),
              "ingress.handoff.answer-deadline",
              ingress.handoff().answerDeadline())
          .when(
              ingress.limits().signatures() < verifier.dkim().signatures(),
              "ingress.limits.signatures",
              "is "
                  + ingress.limits().signatures()
                  + ", fewer than postseal.verifier.dkim.signatures, "
                  + verifier.dkim().signatures())
          .when(
              ingress.limits().tags() < verifier.dkim().tags(),
              "ingress.limits.tags",
              "is "
                  + ingress.limits().tags()
                  + ", fewer than postseal.verifier.dkim.tags, "
                  + verifier.dkim().tags());
    }
    if (registry.enabled() && verifier.enabled() && verifier.registry().url().isPresent()) {
      found.shorter(
          "registry.lookup.answer-within",
          registry.lookup().answerWithin(),
          "verifier.registry.timeout",
          verifier.registry().timeout());
    }
    return found.found();
  }
}
