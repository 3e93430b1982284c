package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postseal.access.Tokens;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.ZoneServer;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.topics.TopicPrincipal;

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
    gateway.keepSecrets();
    var settings = gateway.settings("127.0.0.1:" + zone.address().getPort());
    for (var application : STARTED_IN_ORDER) {
      gateway.services.put(application, gateway.start(application, settings));
    }
    return gateway;
  }

  private ServiceProcess start(Application application, Map<String, String> settings) {
    var own = new HashMap<>(settings);
    broker
        .clientSettings(principal(application))
        .forEach((key, value) -> own.put("kafka." + key, value));
    return ServiceProcess.start(
        new ServicePlan(
            application,
            plan.directory().resolve(application.module()),
            application == Application.REGISTRY ? ports.http() : FreePorts.one(),
            own,
            plan.javaOptions()));
  }

  private static TopicPrincipal principal(Application application) {
    return switch (application) {
      case INGRESS -> TopicPrincipal.INGRESS_SMTP;
      case SIGNER -> TopicPrincipal.SIGNER;
      case VERIFIER -> TopicPrincipal.VERIFIER;
      case REGISTRY -> TopicPrincipal.KEY_REGISTRY;
      case RELAY -> TopicPrincipal.RELAY;
      case STANDALONE -> throw new IllegalArgumentException("it is its own broker's only client");
    };
  }

  private void keepSecrets() {
    try {
      Files.writeString(tokens(), Tokens.newFileText());
      Files.writeString(data().resolve("key-encryption-keys"), KeyEncryptionKeys.newFileText());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep secrets", e);
    }
  }

  private Map<String, String> settings(String resolver) {
    var settings = new HashMap<String, String>();
    settings.put("postseal.ingress.hostname", plan.hostName());
    settings.put("postseal.ingress.host", "127.0.0.1");
    settings.put("postseal.ingress.mx.port", Integer.toString(ports.mx()));
    settings.put("postseal.ingress.submission.port", Integer.toString(ports.submission()));
    settings.put("postseal.ingress.submissions.port", Integer.toString(ports.submissions()));
    settings.put("postseal.ingress.accounts.file", data().resolve("accounts").toString());
    settings.put("postseal.ingress.tls.self-signed", data().resolve("tls").toString());
    settings.put("postseal.registry.tokens-file", tokens().toString());
    settings.put(
        "postseal.registry.key-encryption-key-file",
        data().resolve("key-encryption-keys").toString());
    settings.put("postseal.registry.lookup.dns-servers", resolver);
    settings.put("postseal.verifier.dns.servers", resolver);
    settings.put("postseal.verifier.authserv-id", plan.hostName());
    settings.put("postseal.relay.dns.servers", resolver);
    settings.put("postseal.relay.host-name", plan.hostName());
    for (var service : new String[] {"verifier", "signer"}) {
      settings.put("postseal." + service + ".registry.url", "http://127.0.0.1:" + ports.http());
      settings.put("postseal." + service + ".registry.token-file", tokens().toString());
    }
    settings.putAll(plan.settings());
    return settings;
  }

  private Path tokens() {
    return data().resolve("registry-tokens");
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
    return new RegistryApi(service(Application.REGISTRY), tokens());
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
