package org.postseal.console.calling;

import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postseal.console.CalledServiceSettings;
import org.postseal.console.ConsoleSettings;

/** Says where the other services are, and whose certificates they may show. */
@Singleton
final class CallingWiring {

  @Produces
  @Singleton
  Services services(ConsoleSettings settings, TlsConfigurationRegistry tls) {
    return new Services(
        calls("relay", "/relay/v1", settings.relay(), tls),
        calls("registry", "/registry/v1", settings.registry(), tls));
  }

  private static ServiceCalls calls(
      String name, String root, CalledServiceSettings settings, TlsConfigurationRegistry tls) {
    return new ServiceCalls(name, root, settings, trust(name, tls));
  }

  /** {@code quarkus.tls."relay".*} and {@code quarkus.tls."registry".*}. */
  private static Optional<SSLContext> trust(String name, TlsConfigurationRegistry tls) {
    return tls.get(name)
        .map(
            configured -> {
              try {
                return configured.createSSLContext();
              } catch (Exception e) {
                throw new IllegalStateException("quarkus.tls." + name + " cannot be used: " + e, e);
              }
            });
  }
}
