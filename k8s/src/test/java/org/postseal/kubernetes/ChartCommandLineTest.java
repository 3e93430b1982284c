package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pod of the command line: its Kafka client's file, and an image that has the command. */
class ChartCommandLineTest {
  private static final Pattern QUOTED = Pattern.compile("\"([a-z-]+)\"");

  @TempDir private static Path scratch;
  private static Chart chart;

  @BeforeAll
  static void copied() {
    chart = new Chart(scratch);
  }

  @Test
  void kafkasClientReadsTheSecretFromTheEnvironment() {
    assertThat(client("production", "KAFKA_SSL_KEYSTORE_PASSWORD"))
        .satisfies(
            client -> {
              assertThat(client.getPassword(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG).value())
                  .isEqualTo(System.getenv("PATH"));
              assertThat(client.getString("security.protocol")).isEqualTo("SSL");
              assertThat(client.getList("bootstrap.servers"))
                  .containsExactly("postseal-kafka-bootstrap:9093");
            });
    assertThat(client("confluent", "KAFKA_SASL_JAAS_CONFIG"))
        .satisfies(
            client -> {
              assertThat(client.getPassword(SaslConfigs.SASL_JAAS_CONFIG).value())
                  .isEqualTo(System.getenv("PATH"));
              assertThat(client.getString("security.protocol")).isEqualTo("SASL_SSL");
              assertThat(client.getString("sasl.mechanism")).isEqualTo("PLAIN");
            });
  }

  /** With a variable that every process has in place of the pod's. */
  private static AdminClientConfig client(String values, String variable) {
    var text =
        chart
            .render(Chart.valueSet(values))
            .of(ConfigMap.class)
            .filter(map -> map.getMetadata().getName().equals("command-line-settings"))
            .findFirst()
            .orElseThrow()
            .getData()
            .get("client.properties");
    assertThat(text).contains("${env:" + variable + "}");
    Properties properties = RenderedSettings.read(text.replace(variable, "PATH"));
    Map<String, Object> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value));
    return new AdminClientConfig(settings);
  }

  @Test
  void theImageHasTheCommandThatIsDocumented() {
    assertThat(Manifests.text(Manifests.repository().resolve("docker/command-line.Dockerfile")))
        .contains("COPY --chmod=0555 docker/postseal /usr/local/bin/")
        .contains("ENTRYPOINT [\"postseal\"]");
  }

  @Test
  void everyImageOfTheChartIsBaked() {
    var baked =
        QUOTED
            .matcher(Manifests.text(Manifests.repository().resolve("docker-bake.hcl")))
            .results()
            .map((MatchResult name) -> name.group(1))
            .collect(Collectors.toSet());
    var images =
        RenderedSettings.images(chart.render(Chart.valueSet("confluent"))).stream()
            .map(image -> image.replaceFirst("^postseal/(.*):.*$", "$1"))
            .collect(Collectors.toSet());
    assertThat(images).hasSize(6);
    assertThat(baked).containsAll(images);
  }
}
