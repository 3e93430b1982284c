package org.postseal.endtoend.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.ServicePlan;
import org.postseal.endtoend.gateway.ServiceProcess;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.topics.MailTopic;

/**
 * A gateway whose verifiers are processes of their own, as many as one likes, and a DNS that takes
 * its time. Each client is a domain of its own, so that no DNS question is asked for two messages.
 */
final class ScaledGateway implements AutoCloseable {
  private static final String HERE = "receiver.example";
  private static final String GROUP = "verifier";
  private static final int OCTETS = 2_000;
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path directory;
  private final int concurrency;
  private final ZoneServer zone;
  private final Gateway gateway;
  private final Admin admin;
  private final DeliveryCount count;
  private final List<ServiceProcess> verifiers = new ArrayList<>();
  private final List<SteadyClients.Client> clients = new ArrayList<>();

  private ScaledGateway(Path directory, int concurrency, ZoneServer zone, Gateway gateway) {
    this.directory = directory;
    this.concurrency = concurrency;
    this.zone = zone;
    this.gateway = gateway;
    this.admin = Admin.create(new HashMap<String, Object>(gateway.kafkaSettings()));
    this.count = new DeliveryCount(gateway.kafkaSettings());
  }

  /**
   * Starts it without a verifier.
   *
   * @param concurrency questions that a verifier answers at a time
   * @param latency of every answer of the DNS
   */
  static ScaledGateway start(int concurrency, Duration latency) {
    var directory = Directories.empty(Application.repository().resolve("target/scale"));
    var zone = ZoneServer.start().faultEverywhere(new Fault.Delay(latency));
    var resolver = resolver(zone);
    var gateway =
        Gateway.start(
                GatewayPlan.of(directory, "mx." + HERE)
                    .withJava("-Xmx1g", "-XX:+UseParallelGC")
                    .with("postseal.verifier.enabled", "false")
                    .with("postseal.registry.lookup.dns-servers", resolver)
                    .with("postseal.relay.dns.servers", resolver)
                    .with("postseal.relay.routes.\"" + HERE + "\"", "discard:"))
            .awaitReady(START_LIMIT);
    gateway.registry().putDomain(HERE, "{\"local\": true}");
    return new ScaledGateway(directory, concurrency, zone, gateway);
  }

  /** Starts more verifiers, until there are so many and each has its share of the partitions. */
  void scale(int replicas) {
    while (verifiers.size() < replicas) {
      verifiers.add(verifier(verifiers.size()));
    }
    verifiers.forEach(verifier -> verifier.awaitReady(START_LIMIT));
    int share = MailTopic.VERIFY.partitions() / replicas;
    Waiting.until(
        replicas + " replicas with " + share + " partitions each",
        START_LIMIT,
        () -> isShared(group(), replicas, share) ? Optional.of(true) : Optional.empty());
  }

  private static boolean isShared(ConsumerGroupDescription group, int replicas, int share) {
    return group.groupState() == GroupState.STABLE
        && group.members().size() == replicas
        && group.members().stream()
            .allMatch(member -> member.assignment().topicPartitions().size() >= share);
  }

  private ConsumerGroupDescription group() {
    try {
      return admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private ServiceProcess verifier(int number) {
    var settings = new HashMap<>(gateway.kafkaSettingsOfService());
    settings.put("postseal.verifier.dns.servers", resolver(zone));
    settings.put("postseal.verifier.dns.cache-octets", "0");
    settings.put("postseal.verifier.authserv-id", "mx." + HERE);
    settings.put("postseal.verifier.concurrency", Integer.toString(concurrency));
    return ServiceProcess.start(
        new ServicePlan(
            Application.VERIFIER,
            directory.resolve("verifier-" + number),
            FreePorts.one(),
            settings,
            ServicePlan.QUICK_START));
  }

  /** SIGKILL for the verifier that was started last. */
  void killOne() {
    verifiers.removeLast().kill();
  }

  /** So many clients begin to bring signed messages, each over a session of its own. */
  SteadyClients bring(int sessions) {
    var key = SignedLetter.publish(zone, "sender.example");
    while (clients.size() < sessions) {
      var domain = "s" + clients.size() + ".sender.example";
      zone.txt(domain, "v=spf1 ip4:127.0.0.1 -all").txt("_dmarc." + domain, "v=DMARC1; p=reject");
      clients.add(
          new SteadyClients.Client(
              "mx." + domain,
              "alice@" + domain,
              "bob@" + HERE,
              key.alsoFor(zone, domain).to("bob@" + HERE, OCTETS)));
    }
    return SteadyClients.begin(gateway.ports().mx(), clients.subList(0, sessions));
  }

  /** Questions the DNS has got so far. */
  long dnsQuestions() {
    return zone.queries();
  }

  /** What all processes have used so far, this one with clients and DNS included. */
  Duration processorTime() {
    return Stream.concat(
            Stream.of(ProcessHandle.current().pid(), gateway.process().pid()),
            verifiers.stream().map(ServiceProcess::pid))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** How often each transaction was delivered. */
  Map<String, Integer> deliveries() {
    return count.deliveries();
  }

  private static String resolver(ZoneServer zone) {
    return "127.0.0.1:" + zone.address().getPort();
  }

  @Override
  public void close() {
    count.close();
    admin.close();
    verifiers.forEach(ServiceProcess::close);
    gateway.close();
    zone.close();
  }
}
