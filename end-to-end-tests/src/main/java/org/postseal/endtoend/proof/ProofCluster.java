package org.postseal.endtoend.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.accounts.source.AccountsFile;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.accounting.Arrival;
import org.postseal.endtoend.accounting.Fault.Role;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.RegistryApi;
import org.postseal.endtoend.gateway.RunningGateway.Ports;
import org.postseal.endtoend.gateway.ServicePlan;
import org.postseal.endtoend.gateway.ServiceProcess;
import org.postseal.endtoend.gateway.Site;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.proof.NextHop.Manner;
import org.postseal.endtoend.smtp.SmtpSession;

/** Brokers, every service several times, and next hops. */
final class ProofCluster implements AutoCloseable {
  static final String ACCOUNT = "carol";
  static final String PASSWORD = "for loopback only";
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  private static final Map<Application, Role> ROLES =
      Map.of(
          Application.REGISTRY, Role.REGISTRY,
          Application.INGRESS, Role.INGRESS,
          Application.VERIFIER, Role.VERIFIER,
          Application.SIGNER, Role.SIGNER,
          Application.RELAY, Role.RELAY);

  private static final List<Application> STARTED_IN_ORDER =
      List.of(
          Application.REGISTRY,
          Application.VERIFIER,
          Application.SIGNER,
          Application.RELAY,
          Application.INGRESS);

  /**
   * One ingress.
   *
   * @param name of its process
   */
  record Ingress(String name, Ports ports) {}

  private final Path directory;
  private final Site site;
  private final ZoneServer zone;
  private final ProofBrokers brokers;
  private final List<Arrival> arrivals = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, NextHop> hops = new HashMap<>();
  private final List<ProcessVictim> services = new ArrayList<>();
  private final Map<String, RegistryApi> registries = new HashMap<>();
  private final List<Ingress> ingresses = new ArrayList<>();
  private final List<Integer> registryPorts = new ArrayList<>();

  private ProofCluster(Path directory, ZoneServer zone, ProofBrokers brokers) {
    this.directory = directory;
    this.zone = zone;
    this.brokers = brokers;
    this.site =
        new Site(
            "mx." + ProofDomains.HOME,
            directory.resolve("data"),
            "127.0.0.1:" + zone.address().getPort());
  }

  /** Starts it all in a directory that is emptied first, and waits until it is ready. */
  static ProofCluster start(ProofPlan plan, Path directory, ZoneServer zone) {
    Directories.empty(directory);
    var brokers = ProofBrokers.start(directory.resolve("brokers"), plan.brokers());
    var cluster = new ProofCluster(directory, zone, brokers);
    try {
      cluster.keepAccount();
      cluster.startHops();
      cluster.startServices(plan.replicas());
      cluster.introduce();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void keepAccount() {
    site.keepSecrets();
    try {
      Files.writeString(
          site.data().resolve("accounts"),
          AccountsFile.line(ACCOUNT, PASSWORD, List.of("@" + ProofDomains.HOME)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startHops() {
    int number = 2;
    for (var domain :
        List.of(
            ProofDomains.QUICK,
            ProofDomains.SLOW,
            ProofDomains.FRAIL,
            ProofDomains.NOBODY,
            ProofDomains.HOME)) {
      var manner =
          switch (domain) {
            case ProofDomains.SLOW -> Manner.SLOW;
            case ProofDomains.NOBODY -> Manner.REFUSING;
            default -> Manner.QUICK;
          };
      hops.put(domain, new NextHop("mx." + domain, manner, number, arrivals::add));
      number++;
    }
  }

  private void startServices(int replicas) {
    for (int number = 0; number < replicas; number++) {
      registryPorts.add(FreePorts.one());
    }
    for (var application : STARTED_IN_ORDER) {
      for (int number = 0; number < replicas; number++) {
        start(application, number);
      }
      // not all at once: each start computes for some seconds
      services.forEach(service -> service.awaitReady(START_LIMIT));
    }
  }

  private void start(Application application, int number) {
    var name = application.module() + "-" + (number + 1);
    int registryPort = registryPorts.get(number);
    var settings = new HashMap<>(site.settings(registryPort));
    settings.putAll(brokers.settingsOf(application.principal()));
    settings.putAll(ofThisRun());
    if (application == Application.REGISTRY) {
      settings.put("postseal.registry.advertised-url", "http://127.0.0.1:" + registryPort);
    }
    if (application == Application.INGRESS) {
      var ports = Ports.free();
      ingresses.add(new Ingress(name, ports));
      settings.putAll(site.listeners(ports));
    }
    var process =
        ServiceProcess.start(
            new ServicePlan(
                application,
                directory.resolve(name),
                application == Application.REGISTRY ? registryPort : FreePorts.one(),
                settings,
                ServicePlan.QUICK_START));
    services.add(new ProcessVictim(name, ROLES.get(application), process));
    if (application == Application.REGISTRY) {
      registries.put(name, new RegistryApi(process, site.data().resolve(Site.TOKENS)));
    }
  }

  /** Retries that come soon, and no bound on what one account sends. */
  private Map<String, String> ofThisRun() {
    var settings = new HashMap<String, String>();
    hops.forEach(
        (domain, hop) -> settings.put("postseal.relay.routes.\"" + domain + "\"", hop.route()));
    settings.put("postseal.relay.retry.delays", "1s,2s,3s,5s,5s");
    settings.put("postseal.relay.destination.first-rest", "500ms");
    settings.put("postseal.relay.destination.longest-rest", "3s");
    settings.put("postseal.relay.client.host.rest", "500ms");
    settings.put("postseal.relay.client.host.longest-rest", "3s");
    settings.put("postseal.ingress.handoff.answer-deadline", "10S");
    settings.put("postseal.ingress.accounts.rates.messages", "1000000");
    settings.put("postseal.ingress.accounts.rates.recipients", "1000000");
    settings.put("postseal.ingress.accounts.rates.octets", "1000G");
    return settings;
  }

  private void introduce() {
    var registry = registries.values().iterator().next();
    for (var domain : ProofDomains.RECIPIENTS) {
      registry.putDomain(domain, "{\"local\": true}");
    }
    registry.putDomain(
        ProofDomains.HOME, "{\"local\": true, \"signed\": true, \"signingPolicy\": \"all\"}");
    registry.activateByForce(registry.makeKey(ProofDomains.HOME, "rsa-2048"));
    for (var ingress : ingresses) {
      for (var domain : ProofDomains.RECIPIENTS) {
        Waiting.until(
            "mail for " + domain + " taken by " + ingress.name(),
            Duration.ofSeconds(30),
            () -> takesMail(ingress, domain) ? Optional.of(true) : Optional.empty());
      }
    }
  }

  private static boolean takesMail(Ingress ingress, String domain) {
    try (var session = SmtpSession.connect(ingress.ports().mx())) {
      session.command("EHLO mx.example");
      session.command("MAIL FROM:<>");
      return session.command("RCPT TO:<anybody@" + domain + ">").code() == 250;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whom faults may befall: everybody but the next hops that are to stay. */
  List<Victim> victims() {
    var victims = new ArrayList<>(brokers.victims());
    victims.addAll(services);
    victims.add(hops.get(ProofDomains.FRAIL));
    return victims;
  }

  List<Ingress> ingresses() {
    return List.copyOf(ingresses);
  }

  /** What next hops got so far. */
  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /** The registry's API at each replica. */
  Map<String, RegistryApi> registries() {
    return Map.copyOf(registries);
  }

  /** How a Kafka client that may do everything reaches the brokers; contains a secret. */
  Map<String, String> kafkaSettings() {
    return brokers.clientSettings();
  }

  @Override
  public void close() {
    services.forEach(service -> service.process().close());
    hops.values().forEach(NextHop::close);
    brokers.close();
    zone.close();
  }
}
