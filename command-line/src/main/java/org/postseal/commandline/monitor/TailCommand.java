package org.postseal.commandline.monitor;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.kafka.KafkaOptions;
import org.postseal.topics.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postseal tail}: what happens to messages, a line each, as Kafka tells it. */
@Command(
    name = "tail",
    description = "Follow what happens to messages, from mail.events and mail.deliveries.",
    mixinStandardHelpOptions = true)
public final class TailCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final FactFilter filter = new FactFilter();

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description =
          "Begin then: 30m, 1h, 2d ago; today, yesterday, a date or an RFC 3339 time (default: now).")
  private @Nullable String since;

  @Option(names = "--no-follow", description = "End where the topics end now.")
  private boolean toTheEnd;

  @Option(names = "--json", description = "Print each event as it is, one line of JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec().commandLine().getOut();
    var from = since == null ? null : Since.parse(since, Instant.now(), ZoneId.systemDefault());
    try (var events = new EventReader(kafka.clientSettings())) {
      if (from != null) {
        events.seek(from);
      }
      var lines = new FactLine(ZoneId.systemDefault());
      long due = toTheEnd ? events.remaining() : Long.MAX_VALUE;
      while (due > 0 && !out.checkError()) {
        var seen = events.poll(PATIENCE);
        seen.forEach(one -> print(one, lines, out));
        out.flush();
        due = toTheEnd ? due - seen.size() : due;
      }
      return OK;
    } catch (KafkaException e) {
      spec().commandLine().getErr().println("postseal tail: " + e.getMessage());
      return FAILED;
    }
  }

  private void print(EventReader.Seen seen, FactLine lines, PrintWriter out) {
    if (seen.event().isEmpty()) {
      var record = seen.record();
      out.printf("not an event: %s-%d@%d%n", record.topic(), record.partition(), record.offset());
      return;
    }
    var event = seen.event().get();
    Optional<MailFact> fact = MailFact.of(event);
    if (fact.filter(filter::fits).isPresent()) {
      // JSON escapes controls, but not what turns the direction of writing
      out.println(
          json
              ? FactLine.printable(new String(Json.write(event), StandardCharsets.UTF_8))
              : lines.of(fact.get()));
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects it");
    }
    return spec;
  }
}
