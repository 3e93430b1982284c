package org.postseal.endtoend.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.ZoneServer;

/**
 * One gateway as a cluster runs it: five services, each a process of its own, to be killed one by
 * one. Each proves itself to the broker (which is in this JVM) with a certificate of its own, and
 * may do there what {@code postseal topics create --acls} has allowed it.
 */
public final class FiveServices implements RunningGateway {
  private static final List<Application> STARTED_IN_ORDER =
      List.of(
          Application.REGISTRY,
          Application.INGRESS,
          Application.VERIFIER,
          Application.SIGNER,
          Application.RELAY);

  private final GatewayPlan plan;
  private final Ports ports;
  private final GuardedBroker broker;
  private final Map<Application, ServiceProcess> services = new EnumMap<>(Application.class);

  private FiveServices(GatewayPlan plan) {
    this.plan = plan;
    this.ports = Ports.free();
    this.broker = GuardedBroker.start(plan.data(), ports.broker());
  }

  /** Starts the broker, makes its access rules, starts all processes and returns. */
  public static FiveServices start(GatewayPlan plan, ZoneServer zone) {
    var gateway = new FiveServices(plan);
    new Site(plan.hostName(), plan.data(), "").keepSecrets();
    var settings = gateway.settings("127.0.0.1:" + zone.address().getPort());
    for (var application : STARTED_IN_ORDER) {
      gateway.services.put(application, gateway.start(application, settings));
    }
    return gateway;
  }

  private ServiceProcess start(Application application, Map<String, String> settings) {
    var own = new HashMap<>(settings);
    broker
        .clientSettings(application.principal())
        .forEach((key, value) -> own.put("kafka." + key, value));
    return ServiceProcess.start(
        new ServicePlan(
            application,
            plan.directory().resolve(application.module()),
            application == Application.REGISTRY ? ports.http() : FreePorts.one(),
            own,
            plan.javaOptions()));
  }

  private Map<String, String> settings(String resolver) {
    var site = new Site(plan.hostName(), data(), resolver);
    var settings = new HashMap<>(site.settings(ports.http()));
    settings.putAll(site.listeners(ports));
    settings.putAll(plan.settings());
    return settings;
  }

  @Override
  public FiveServices awaitReady(Duration limit) {
    services.values().forEach(service -> service.awaitReady(limit));
    return this;
  }

  @Override
  public Ports ports() {
    return ports;
  }

  @Override
  public GatewayPlan plan() {
    return plan;
  }

  @Override
  public Path log() {
    return service(Application.INGRESS).log();
  }

  /** One of the five. */
  public ServiceProcess service(Application application) {
    return services.get(application);
  }

  @Override
  public RegistryApi registry() {
    return new RegistryApi(service(Application.REGISTRY), data().resolve(Site.TOKENS));
  }

  @Override
  public Map<String, String> kafkaSettings() {
    return broker.clientSettings();
  }

  /** The broker, as an operator sees it. */
  public GuardedBroker broker() {
    return broker;
  }

  @Override
  public void close() {
    services.values().forEach(ServiceProcess::close);
    broker.close();
  }
}
