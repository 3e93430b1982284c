package org.postseal.endtoend.load;

import java.time.Duration;
import java.util.Optional;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.RegistryApi;
import org.postseal.endtoend.gateway.Waiting;

/** A standalone gateway that verifies and delivers what it is brought. */
public final class LoadedGateway implements AutoCloseable {
  private static final String SENDER = "sender.example";
  static final String RECEIVER = "receiver.example";
  private static final String RECIPIENT = "bob@" + RECEIVER;

  /** The setting that says where its mail goes. */
  static final String ROUTE = "postseal.relay.routes.\"" + RECEIVER + "\"";

  private static final int FORGED_OCTETS = 2_000;
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

  private final ZoneServer zone;
  private final SignedLetter sender;
  private final Gateway gateway;
  private final DeliveryCount count;

  /**
   * What came of a run.
   *
   * @param deliveries from the reception of each content to its delivery, as the relay says
   * @param repeated deliveries beyond one a message
   */
  public record Figures(LoadFigures load, Latencies deliveries, int repeated) {
    @Override
    public String toString() {
      return load + "; delivered after " + deliveries + ", twice " + repeated;
    }
  }

  private LoadedGateway(
      ZoneServer zone, SignedLetter sender, Gateway gateway, DeliveryCount count) {
    this.zone = zone;
    this.sender = sender;
    this.gateway = gateway;
    this.count = count;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param plan its directory, JVM options and settings; DNS and routes are set here
   */
  public static LoadedGateway start(GatewayPlan plan) {
    return start(plan, ZoneServer.start());
  }

  /** The same with its DNS at a port of loopback that others can ask as well. */
  static LoadedGateway start(GatewayPlan plan, int dnsPort) {
    return start(plan, ZoneServer.start(dnsPort));
  }

  private static LoadedGateway start(GatewayPlan plan, ZoneServer zone) {
    zone.txt("_dmarc." + SENDER, "v=DMARC1; p=reject");
    zone.txt(SENDER, "v=spf1 ip4:192.0.2.1 -all");
    var resolver = "127.0.0.1:" + zone.address().getPort();
    var sender = SignedLetter.publish(zone, SENDER);
    var full =
        plan.with("postseal.verifier.dns.servers", resolver)
            .with("postseal.registry.lookup.dns-servers", resolver)
            .with("postseal.relay.dns.servers", resolver);
    if (!full.settings().containsKey(ROUTE)) {
      full = full.with(ROUTE, Gateway.maildirRoute(plan.directory()));
    }
    var gateway = Gateway.start(full).awaitReady(START_LIMIT);
    new RegistryApi(gateway.process(), gateway.data().resolve("registry-tokens"))
        .put("/registry/v1/domains/" + RECEIVER, "{\"local\":true}");
    new RegistryApi(gateway.process(), gateway.data().resolve("registry-tokens"))
        .put("/registry/v1/domains/" + SENDER, "{\"signingPolicy\":\"all\"}");
    return new LoadedGateway(zone, sender, gateway, new DeliveryCount(gateway.kafkaSettings()));
  }

  public Gateway gateway() {
    return gateway;
  }

  /**
   * Brings the messages and waits until they are delivered.
   *
   * @throws IllegalStateException if one of them was not accepted or not delivered in time
   */
  public Figures bring(LoadPlan plan) throws InterruptedException {
    var couriers = couriers(gateway.ports().mx(), plan.profile());
    int before = count.transactions();
    int repeatedBefore = count.repeated();
    var processorBefore = processorTime();
    long began = System.nanoTime();
    var brought = couriers.bring(plan.messages(), plan.sessions());
    Waiting.until(
        plan.messages() + " deliveries",
        DRAIN_LIMIT,
        () ->
            count.transactions() - before >= plan.messages()
                ? Optional.of(true)
                : Optional.empty());
    return new Figures(
        new LoadFigures(
            plan.messages(),
            brought.took(),
            Duration.ofNanos(count.lastNanos() - began),
            processorTime().minus(processorBefore),
            brought.replies(),
            brought.deferred()),
        count.latenciesSince(before + repeatedBefore),
        count.repeated() - repeatedBefore);
  }

  /** Clients that bring the same messages to somebody. */
  Couriers couriers(int port, Profile profile) {
    return new Couriers(
        port,
        new Couriers.Envelope("alice@" + SENDER, RECIPIENT),
        profile,
        octets -> sender.to(RECIPIENT, octets));
  }

  /** Clients whose messages were altered on their way. */
  Couriers forgers(int port) {
    return new Couriers(
        port,
        new Couriers.Envelope("alice@" + SENDER, RECIPIENT),
        Profile.of(FORGED_OCTETS),
        octets -> {
          var message = sender.to(RECIPIENT, octets);
          message[message.length - 4] ^= 1;
          return message;
        });
  }

  private Duration processorTime() {
    return ProcessHandle.of(gateway.process().pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    count.close();
    gateway.close();
    zone.close();
  }
}
