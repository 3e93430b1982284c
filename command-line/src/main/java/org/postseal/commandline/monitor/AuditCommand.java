package org.postseal.commandline.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.kafka.KafkaOptions;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postseal audit}: who did what with mail, a line each, up to where the topic ends now. */
@Command(
    name = "audit",
    description = "What operators did with queue and quarantine, from mail.audit.",
    mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description = "Begin that long ago (default: a day).")
  private Duration since = Duration.ofDays(1);

  @Option(
      names = "--transaction",
      paramLabel = "ID",
      description = "Only what was done with this message.")
  private @Nullable String transaction;

  @Option(names = "--json", description = "Print each event as it is, one line of JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects it");
    }
    var out = spec.commandLine().getOut();
    try (var events = new EventReader(kafka.clientSettings(), List.of(MailTopic.AUDIT))) {
      events.seek(Instant.now().minus(since));
      long due = events.remaining();
      while (due > 0 && !out.checkError()) {
        var seen = events.poll(PATIENCE);
        seen.forEach(one -> one.event().ifPresent(event -> print(event, out)));
        due -= seen.size();
      }
      out.flush();
      return 0;
    } catch (KafkaException e) {
      spec.commandLine().getErr().println("postseal audit: " + e.getMessage());
      return 1;
    }
  }

  private void print(CloudEvent event, PrintWriter out) {
    if (transaction == null || transaction.equals(event.subject())) {
      out.println(
          FactLine.printable(
              json ? new String(Json.write(event), StandardCharsets.UTF_8) : line(event)));
    }
  }

  private static String line(CloudEvent event) {
    var data = event.data();
    var recipients =
        StreamSupport.stream(data.path("recipients").spliterator(), false)
            .map(recipient -> "<" + recipient.asText() + ">")
            .collect(Collectors.joining(","));
    return String.join(
            "  ",
            event.time().toString().replaceFirst("\\.[0-9]+Z", "Z"),
            FactLine.padded(data.path("action").asText(), 7),
            event.subject(),
            "by " + data.path("by").asText(),
            recipients + text(data.path("becomes")).map(id -> " goes on as " + id).orElse(""),
            text(data.path("note"))
                .filter(note -> !note.isEmpty())
                .map(note -> "| " + note)
                .orElse(""))
        .stripTrailing();
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }
}
