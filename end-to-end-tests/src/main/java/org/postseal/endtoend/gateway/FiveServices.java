package org.postseal.endtoend.gateway;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.postseal.dns.server.ZoneServer;

/**
 * One gateway as a cluster runs it: ingress with the broker in one process; verifier, signer,
 * registry and relay each in another, to be killed one by one.
 */
public final class FiveServices implements AutoCloseable {
  private final Gateway ingress;
  private final Map<Application, ServiceProcess> services = new EnumMap<>(Application.class);

  private FiveServices(Gateway ingress) {
    this.ingress = ingress;
  }

  /**
   * Starts all processes and returns at once.
   *
   * @param plan of the process with ingress and broker; settings of the other services are taken
   *     from it too
   */
  public static FiveServices start(GatewayPlan plan, ZoneServer zone) {
    var resolver = "127.0.0.1:" + zone.address().getPort();
    int registryPort = FreePorts.one();
    var whole =
        plan.with("postseal.verifier.enabled", "false")
            .with("postseal.signer.enabled", "false")
            .with("postseal.registry.enabled", "false")
            .with("postseal.relay.enabled", "false");
    var started = new FiveServices(Gateway.start(whole));
    var settings = new HashMap<>(started.ingress.kafkaSettingsOfService());
    var tokens = plan.data().resolve("registry-tokens").toString();
    settings.putAll(plan.settings());
    settings.put("postseal.registry.tokens-file", tokens);
    settings.put(
        "postseal.registry.key-encryption-key-file",
        plan.data().resolve("key-encryption-keys").toString());
    settings.put("postseal.registry.lookup.dns-servers", resolver);
    settings.put("postseal.verifier.dns.servers", resolver);
    settings.put("postseal.verifier.authserv-id", plan.hostName());
    settings.put("postseal.relay.dns.servers", resolver);
    settings.put("postseal.relay.host-name", plan.hostName());
    for (var service : new String[] {"verifier", "signer"}) {
      settings.put("postseal." + service + ".registry.url", "http://127.0.0.1:" + registryPort);
      settings.put("postseal." + service + ".registry.token-file", tokens);
    }
    for (var service :
        new Application[] {
          Application.REGISTRY, Application.VERIFIER, Application.SIGNER, Application.RELAY
        }) {
      started.services.put(
          service,
          ServiceProcess.start(
              new ServicePlan(
                  service,
                  plan.directory().resolve(service.module()),
                  service == Application.REGISTRY ? registryPort : FreePorts.one(),
                  settings,
                  ServicePlan.QUICK_START)));
    }
    return started;
  }

  /** Waits until every process is ready. */
  public FiveServices awaitReady(Duration limit) {
    ingress.awaitReady(limit);
    services.values().forEach(service -> service.awaitReady(limit));
    return this;
  }

  /** The process with ingress and broker. */
  public Gateway ingress() {
    return ingress;
  }

  /** One of the other four. */
  public ServiceProcess service(Application application) {
    return services.get(application);
  }

  /** The registry's API. */
  public RegistryApi registry() {
    return new RegistryApi(
        service(Application.REGISTRY), ingress.data().resolve("registry-tokens"));
  }

  @Override
  public void close() {
    services.values().forEach(ServiceProcess::close);
    ingress.close();
  }
}
