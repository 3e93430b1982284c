package org.postseal.endtoend.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.RegistryApi;
import org.postseal.endtoend.gateway.Waiting;

/** A standalone gateway that verifies and delivers what {@code smtp-source} brings. */
public final class LoadedGateway implements AutoCloseable {
  private static final String SENDER = "sender.example";
  private static final String RECEIVER = "receiver.example";
  private static final String RECIPIENT = "bob@" + RECEIVER;
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

  private final Path directory;
  private final ZoneServer zone;
  private final SignedLetter sender;
  private final Gateway gateway;
  private final DeliveryCount count;

  /**
   * What came of a run.
   *
   * @param accepted from the first connection to the last 250
   * @param drained from the first connection to the last delivery
   * @param repeated deliveries beyond one a message
   * @param processor time the gateway's process used, all threads together
   */
  public record Figures(
      int messages, Duration accepted, Duration drained, int repeated, Duration processor) {
    @Override
    public String toString() {
      return "%d messages: accepted %.0f/s, drained %.0f/s, CPU %.2f ms a message, delivered twice %d"
          .formatted(
              messages,
              rate(accepted),
              rate(drained),
              processor.toNanos() / 1e6 / messages,
              repeated);
    }

    private double rate(Duration duration) {
      return messages * 1e9 / duration.toNanos();
    }
  }

  private LoadedGateway(
      Path directory, ZoneServer zone, SignedLetter sender, Gateway gateway, DeliveryCount count) {
    this.directory = directory;
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
    var zone = ZoneServer.start();
    var resolver = "127.0.0.1:" + zone.address().getPort();
    var sender = SignedLetter.publish(zone, SENDER);
    var route = "postseal.relay.routes.\"" + RECEIVER + "\"";
    var full =
        plan.with("postseal.verifier.dns.servers", resolver)
            .with("postseal.registry.lookup.dns-servers", resolver)
            .with("postseal.relay.dns.servers", resolver);
    if (!full.settings().containsKey(route)) {
      full = full.with(route, Gateway.maildirRoute(plan.directory()));
    }
    var gateway = Gateway.start(full).awaitReady(START_LIMIT);
    new RegistryApi(gateway.process(), gateway.data().resolve("registry-tokens"))
        .put("/registry/v1/domains/" + RECEIVER, "{\"local\":true}");
    new RegistryApi(gateway.process(), gateway.data().resolve("registry-tokens"))
        .put("/registry/v1/domains/" + SENDER, "{\"signingPolicy\":\"all\"}");
    return new LoadedGateway(
        plan.directory(), zone, sender, gateway, new DeliveryCount(gateway.kafkaSettings()));
  }

  public Gateway gateway() {
    return gateway;
  }

  /**
   * Brings the messages and waits until they are delivered.
   *
   * @param smtpSource Postfix's load generator
   * @throws IllegalStateException if one of them was not accepted or not delivered in time
   */
  public Figures bring(Path smtpSource, LoadPlan plan) throws IOException, InterruptedException {
    var message = directory.resolve("load-" + plan.octets() + ".eml");
    // smtp-source makes CRLF of each LF
    Files.write(message, withLf(sender.to(RECIPIENT, plan.octets())));
    int before = count.transactions();
    int repeatedBefore = count.repeated();
    var processorBefore = processorTime();
    long began = System.nanoTime();
    var source = source(smtpSource, plan, message);
    int status = source.waitFor();
    long accepted = System.nanoTime();
    if (status != 0) {
      throw new IllegalStateException(
          "smtp-source ended with " + status + ": " + Files.readString(printed()));
    }
    Waiting.until(
        plan.messages() + " deliveries",
        DRAIN_LIMIT,
        () ->
            count.transactions() - before >= plan.messages()
                ? Optional.of(true)
                : Optional.empty());
    return new Figures(
        plan.messages(),
        Duration.ofNanos(accepted - began),
        Duration.ofNanos(count.lastNanos() - began),
        count.repeated() - repeatedBefore,
        processorTime().minus(processorBefore));
  }

  private Duration processorTime() {
    return ProcessHandle.of(gateway.process().pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  private Process source(Path smtpSource, LoadPlan plan, Path message) throws IOException {
    return new ProcessBuilder(
            List.of(
                smtpSource.toString(),
                "-s",
                Integer.toString(plan.sessions()),
                "-m",
                Integer.toString(plan.messages()),
                "-f",
                "alice@" + SENDER,
                "-t",
                RECIPIENT,
                "-F",
                message.toString(),
                "inet:127.0.0.1:" + gateway.ports().mx()))
        .redirectErrorStream(true)
        .redirectOutput(printed().toFile())
        .start();
  }

  private static byte[] withLf(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1)
        .replace("\r\n", "\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private Path printed() {
    return directory.resolve("smtp-source.txt");
  }

  /** Postfix's load generator, if it is installed. */
  public static Optional<Path> smtpSource() {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/opt/homebrew/sbin")
        .map(directory -> Path.of(directory, "smtp-source"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    count.close();
    gateway.close();
    zone.close();
  }
}
