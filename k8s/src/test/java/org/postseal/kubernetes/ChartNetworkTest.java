package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which arrows each toggle of the chart adds; the others are compared with kustomize's. */
class ChartNetworkTest {
  private static final String BROKERS = "brokers";

  @TempDir private static Path scratch;
  private static Chart chart;

  @BeforeAll
  static void copied() {
    chart = new Chart(scratch);
  }

  @Test
  void everyPodIsIsolatedInBothDirections() {
    for (var values : Chart.valueSets()) {
      var rendered = chart.render(values);
      if (rendered.of(NetworkPolicy.class).findAny().isPresent()) {
        assertThat(allowed(rendered).unprotected()).as(values.toString()).isEmpty();
      }
    }
  }

  @Test
  void theCommandLineReachesWhatItAsksAndNobodyReachesIt() {
    assertThat(more("commandLine: {enabled: false}", "commandLine: {enabled: true}"))
        .containsExactlyInAnyOrder(
            new Arrow("command-line", BROKERS, 9093),
            new Arrow("command-line", "key-registry", 8443),
            new Arrow("command-line", "relay", 8080));
  }

  @Test
  void askingAndTheTwinOpenTheRegistryToTheWorld() {
    assertThat(more("", "keyRegistry: {asking: {enabled: true}}"))
        .containsExactlyInAnyOrder(
            new Arrow("key-registry", Arrow.WORLD, 25),
            new Arrow("key-registry", Arrow.WORLD, 443));
    assertThat(more("", "keyRegistry: {twin: {enabled: true, domains: [example.org], port: 8555}}"))
        .containsExactly(new Arrow(Arrow.WORLD, "key-registry", 8555));
    assertThat(more("", "keyRegistry: {nameServer: {enabled: true, names: [ns.example.org]}}"))
        .containsExactly(new Arrow(Arrow.WORLD, "key-registry", 5353));
    assertThat(more("", "keyRegistry: {externalDns: {enabled: true, zones: [example.org]}}"))
        .containsExactlyInAnyOrder(
            new Arrow("key-registry", Arrow.WORLD, 443),
            new Arrow("key-registry", Arrow.WORLD, 6443));
  }

  @Test
  void anExternalKafkaIsReachedAtThePortsOfItsAddresses() {
    var outside = allowed(chart.render(Chart.valueSet("mutual-tls"))).all();
    for (int port : new int[] {9093, 9094, 9095}) {
      assertThat(outside)
          .contains(
              new Arrow("verifier", Arrow.WORLD, port),
              new Arrow("command-line", Arrow.WORLD, port));
    }
    assertThat(outside).noneMatch(arrow -> arrow.to().equals(BROKERS));
    assertThat(allowed(chart.render(Chart.valueSet("confluent"))).all())
        .contains(new Arrow("topics", Arrow.WORLD, 9092));
  }

  private static Set<Arrow> more(String before, String after) {
    var added = new HashSet<>(allowed(chart.render(scratch, after)).all());
    added.removeAll(allowed(chart.render(scratch, before)).all());
    return added.stream()
        .filter(arrow -> !arrow.to().equals("kube-system"))
        .collect(Collectors.toSet());
  }

  private static AllowedArrows allowed(Manifests rendered) {
    var pods = new HashMap<String, Map<String, String>>();
    PodTemplate.of(rendered).forEach(pod -> pods.put(pod.workload(), pod.labels()));
    rendered
        .of(Job.class)
        .map(PodTemplate::of)
        .forEach(pod -> pods.put(pod.workload(), pod.labels()));
    if (rendered.of(Kafka.class).findAny().isPresent()) {
      pods.put(
          BROKERS, Map.of("strimzi.io/cluster", "postseal", "strimzi.io/name", "postseal-kafka"));
    }
    return new AllowedArrows(rendered.of(NetworkPolicy.class).toList(), pods);
  }
}
