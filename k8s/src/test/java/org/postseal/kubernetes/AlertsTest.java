package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfig;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Alerts and autoscalers ask for metrics that there are, and each alert has its runbook entry. */
class AlertsTest {
  private static final Pattern METRIC = Pattern.compile("\\bpostseal_[a-z_]+");
  private static final Pattern NAME_IN_CODE = Pattern.compile("\"(postseal_[a-z_]+)\"");

  /** Those that measure beside the services. */
  private static final List<String> LIBRARIES =
      List.of("mail-dns", "registry-view", "topic-following");

  /** What Micrometer adds to a name for Prometheus, which some names have by themselves. */
  private static final Pattern ADDED =
      Pattern.compile("(_total|_seconds|_bytes)?(_count|_sum|_max|_bucket)?$");

  private static final Manifests MANIFESTS = Manifests.ofBaseAndComponents();

  @Test
  void everyMetricAskedForIsRegisteredSomewhere() throws IOException {
    var registered = metricsOfTheCode();
    assertThat(registered).contains("postseal_ingress_replies", "postseal_verifier_verdicts");
    assertThat(metricsAskedFor())
        .hasSizeGreaterThan(10)
        .allSatisfy(metric -> assertThat(registered).as(metric).contains(bare(metric)));
  }

  private static String bare(String metric) {
    return ADDED.matcher(metric).replaceFirst("");
  }

  @Test
  void everyAlertHasItsEntryInTheRunbook() {
    var anchors =
        Manifests.text(Manifests.repository().resolve("docs/operations.md"))
            .lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
            .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
            .collect(Collectors.toSet());
    assertThat(alerts()).hasSizeGreaterThan(10);
    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(anchors)
                    .contains(alert.getAnnotations().get("runbook_url").replaceFirst(".*#", "")));
    assertThat(alerts().stream().map(Rule::getAlert)).doesNotHaveDuplicates();
  }

  /** Compose and Kubernetes alert about the same. */
  @Test
  void theFileForPrometheusItselfHasTheSameRules() {
    Map<String, Object> file = new Yaml().load(text("docker/prometheus/alerts.yml"));
    Map<String, Object> rule = new Yaml().load(text("k8s/components/monitoring/alerts.yaml"));
    assertThat(file).isEqualTo(rule.get("spec"));
  }

  /** Compose sets the same: gateway, service and instance. */
  @Test
  void everyServiceHasTheLabelsThatAlertsAndDashboardsGoBy() {
    assertThat(MANIFESTS.of(PodMonitor.class))
        .filteredOn(monitor -> !monitor.getMetadata().getName().equals("kafka-exporter"))
        .hasSize(2)
        .flatExtracting(monitor -> monitor.getSpec().getPodMetricsEndpoints())
        .allSatisfy(
            endpoint ->
                assertThat(endpoint.getRelabelings().stream().map(RelabelConfig::getTargetLabel))
                    .containsExactly("gateway", "service", "instance"));
    Map<String, Object> prometheus = new Yaml().load(text("docker/prometheus/prometheus.yml"));
    assertThat(prometheus.get("scrape_configs"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .hasSize(2)
        .allSatisfy(
            job ->
                assertThat(job.get("relabel_configs"))
                    .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                    .extracting(one -> one.get("target_label"))
                    .containsExactly("gateway", "service"));
  }

  private static String text(String file) {
    return Manifests.text(Manifests.repository().resolve(file));
  }

  private static List<Rule> alerts() {
    return MANIFESTS
        .of(PrometheusRule.class)
        .flatMap(rule -> rule.getSpec().getGroups().stream())
        .flatMap(group -> group.getRules().stream())
        .toList();
  }

  private static Set<String> metricsAskedFor() {
    var asked = new HashSet<String>();
    for (var alert : alerts()) {
      METRIC
          .matcher(alert.getExpr().getStrVal())
          .results()
          .map(MatchResult::group)
          .forEach(asked::add);
    }
    MANIFESTS
        .of(Keda.ScaledObject.class)
        .flatMap(scaled -> scaled.spec().triggers().stream())
        .forEach(
            trigger ->
                METRIC
                    .matcher(trigger.metadata().getOrDefault("query", ""))
                    .results()
                    .map(MatchResult::group)
                    .forEach(asked::add));
    return asked;
  }

  private static Set<String> metricsOfTheCode() throws IOException {
    var names = new HashSet<String>();
    var modules = Stream.concat(KnownSettings.services().stream(), LIBRARIES.stream()).toList();
    for (var module : modules) {
      try (var files = Files.walk(Manifests.repository().resolve(module).resolve("src/main"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> names.addAll(namesIn(file)));
      }
    }
    return names;
  }

  private static Set<String> namesIn(Path file) {
    return NAME_IN_CODE
        .matcher(Manifests.text(file))
        .results()
        .map(name -> bare(name.group(1)))
        .collect(Collectors.toSet());
  }
}
