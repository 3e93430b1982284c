package org.postseal.endtoend.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Waiting;
import org.yaml.snakeyaml.Yaml;

/**
 * Debian's Prometheus with the configuration of the compose file, except that it is told where the
 * services are instead of asking the DNS, and looks at them every second.
 */
final class Prometheus implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path SETTINGS = Application.repository().resolve("docker/prometheus");

  private final Process process;
  private final URI base;

  /**
   * An alert as Prometheus has read it.
   *
   * @param query its expression
   */
  record Alert(String name, String query) {}

  private Prometheus(Process process, URI base) {
    this.process = process;
    this.base = base;
  }

  /** The rules, as files of Prometheus. */
  static Path rules() {
    return SETTINGS.resolve("alerts.yml");
  }

  /** Starts it and waits until it answers; {@code ports} are those of the services, by name. */
  static Prometheus start(Path directory, Map<String, Integer> ports) throws IOException {
    var program = Program.installed("prometheus");
    var configuration = Files.createDirectories(directory).resolve("prometheus.yml");
    Files.writeString(configuration, new Yaml().dump(configuration(ports)));
    int port = FreePorts.one();
    var process =
        program.start(
            List.of(
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port),
            directory.resolve("log.txt"));
    var prometheus = new Prometheus(process, URI.create("http://127.0.0.1:" + port));
    Waiting.until(
        "Prometheus ready",
        LIMIT,
        () -> prometheus.isReady() ? Optional.of(true) : Optional.empty());
    return prometheus;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> configuration(Map<String, Integer> ports) throws IOException {
    Map<String, Object> whole =
        new Yaml().load(Files.readString(SETTINGS.resolve("prometheus.yml")));
    whole.put("global", Map.of("scrape_interval", "1s", "evaluation_interval", "1s"));
    whole.put("rule_files", List.of(rules().toString()));
    for (var job : (List<Map<String, Object>>) whole.get("scrape_configs")) {
      var asked = (List<Map<String, Object>>) job.remove("dns_sd_configs");
      var targets = new ArrayList<Map<String, Object>>();
      for (var name : (List<String>) asked.getFirst().get("names")) {
        targets.add(
            Map.of(
                "targets",
                List.of("127.0.0.1:" + ports.get(name)),
                "labels",
                Map.of("__meta_dns_name", name)));
      }
      job.put("static_configs", targets);
      job.remove("scheme");
      job.remove("tls_config");
    }
    return whole;
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("prometheus ended with " + process.exitValue());
    }
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  /** Every alert of its rules. */
  List<Alert> alerts() {
    var alerts = new ArrayList<Alert>();
    for (var group : answer("/api/v1/rules").path("groups")) {
      for (var rule : group.path("rules")) {
        alerts.add(new Alert(rule.path("name").asText(), rule.path("query").asText()));
      }
    }
    return alerts;
  }

  /** Whether an expression has a value now that is a number. */
  boolean hasData(String query) {
    var data = query(query);
    if (data.path("resultType").asText().equals("scalar")) {
      return true;
    }
    for (var sample : data.path("result")) {
      if (!sample.path("value").path(1).asText().equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  /**
   * What an expression evaluates to now.
   *
   * @throws IllegalStateException if it is none
   */
  JsonNode query(String query) {
    return answer("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  private JsonNode answer(String path) {
    var body = get(path).body();
    try {
      var answer = new ObjectMapper().readTree(body);
      if (!answer.path("status").asText().equals("success")) {
        throw new IllegalStateException(body);
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(body, e);
    }
  }

  private HttpResponse<String> get(String path) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
