package org.postseal.endtoend.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.documentation.ShippedVersions.Floor;
import org.postseal.endtoend.documentation.ShippedVersions.Shipped;
import org.postseal.endtoend.gateway.Application;

/** No application is packaged with a version that is known to be vulnerable. */
class ShippedVersionsTest {
  private static final String KAFKA = "org.apache.kafka:kafka-clients";
  private final Path repository = Application.repository();
  private final ShippedVersions versions = ShippedVersions.read(repository);

  private List<Shipped> of(Application application) throws IOException {
    return ShippedVersions.in(
        repository.resolve(application.module()).resolve("target/quarkus-app/lib"));
  }

  @Test
  void nothingShippedIsOlderThanThePageAllows() throws IOException {
    for (var application : Application.values()) {
      var shipped = of(application);
      assertThat(shipped).as(application.module()).hasSizeGreaterThan(30);
      assertThat(versions.tooOld(shipped)).as(application.module()).isEmpty();
    }
  }

  @Test
  void theCommandLineNeither() throws IOException {
    var shipped = ShippedVersions.in(repository.resolve("command-line/target/lib"));
    assertThat(shipped).hasSizeGreaterThan(10);
    assertThat(versions.tooOld(shipped)).isEmpty();
  }

  /** A row for what is not shipped any more would look like a check and be none. */
  @Test
  void everyRowIsOfSomethingThatIsShipped() throws IOException {
    var shipped = new ArrayList<Shipped>();
    for (var application : Application.values()) {
      shipped.addAll(of(application));
    }
    assertThat(versions.floors()).hasSizeGreaterThan(8);
    for (var floor : versions.floors()) {
      var of = new TreeSet<String>();
      shipped.stream().filter(floor::isOf).map(Shipped::version).forEach(of::add);
      assertThat(of).as(floor.artifact()).containsExactly(floor.shipped());
    }
  }

  @Test
  void anOlderOneIsFound() {
    var old = new Shipped("kafka-clients", "4.1.1");
    assertThat(
            versions.tooOld(
                List.of(old, new Shipped("io.netty.netty-codec-http", "4.1.132.Final"))))
        .hasSize(2)
        .anyMatch(
            line ->
                line.startsWith("kafka-clients 4.1.1 is older than 4.1.2: ")
                    && line.contains("CVE-2026-35554"));
    assertThat(
            versions.tooOld(
                List.of(
                    new Shipped("kafka-clients", "4.1.2"), new Shipped("kafka-clients", "4.10.0"))))
        .isEmpty();
  }

  @Test
  void versionsAreComparedByTheirNumbers() {
    var ascending =
        List.of(
            "1.9.4", "1.10.0", "1.11.0", "4.1.9.Final", "4.1.10.Final", "4.1.10.1.Final", "4.2.0");
    for (int i = 1; i < ascending.size(); i++) {
      assertThat(Floor.isOlder(ascending.get(i - 1), ascending.get(i))).isTrue();
      assertThat(Floor.isOlder(ascending.get(i), ascending.get(i - 1))).isFalse();
      assertThat(Floor.isOlder(ascending.get(i), ascending.get(i))).isFalse();
    }
    assertThat(Floor.isOlder("2.0.0-RC1", "2.0.0")).isTrue();
  }

  /** Images are of one exact version each, and Kafka's is the one that our clients are of. */
  @Test
  void imagesAreOfExactVersions() throws IOException {
    var kafka =
        versions.floors().stream().filter(floor -> floor.artifact().equals(KAFKA)).findFirst();
    var images = new TreeSet<String>();
    for (var file :
        List.of(
            "docker-compose.yml", "docker/service.Dockerfile", "docker/command-line.Dockerfile")) {
      Files.readAllLines(repository.resolve(file)).stream()
          .map(String::strip)
          .filter(
              line -> line.startsWith("image: docker.io/") || line.startsWith("FROM docker.io/"))
          .map(line -> line.substring(line.indexOf(' ') + 1).replaceFirst(" AS .*", ""))
          .forEach(images::add);
    }
    assertThat(images)
        .hasSizeGreaterThanOrEqualTo(6)
        .allMatch(
            image -> image.matches("[^:@]+:v?\\d+\\.\\d+\\.\\d+[\\w.-]*(@sha256:[0-9a-f]{64})?"))
        .contains("docker.io/apache/kafka:" + kafka.orElseThrow().shipped());
    assertThat(Files.readAllLines(repository.resolve("k8s/base/kafka/kafka.yaml")))
        .contains("    version: " + kafka.orElseThrow().shipped());
  }
}
