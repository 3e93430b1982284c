package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alerts and autoscalers ask for metrics that there are, and each alert has its runbook entry. */
class AlertsTest {
  private static final Pattern METRIC = Pattern.compile("\\bpostseal_[a-z_]+");
  private static final Pattern NAME_IN_CODE = Pattern.compile("\"(postseal[._][a-z_.]+)\"");
  private static final Pattern SUFFIX =
      Pattern.compile("(_bytes|_total|(_seconds)?(_count|_sum|_max|_bucket))$");

  private static final Manifests MANIFESTS = Manifests.ofBaseAndComponents();

  @Test
  void everyMetricAskedForIsRegisteredSomewhere() throws IOException {
    var registered = metricsOfTheCode();
    assertThat(registered).contains("postseal_ingress_replies", "postseal_verifier_verdicts");
    assertThat(metricsAskedFor())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            metric ->
                assertThat(registered)
                    .as(metric)
                    .containsAnyOf(
                        metric,
                        SUFFIX.matcher(metric).replaceFirst(""),
                        SUFFIX.matcher(metric).replaceFirst("$2")));
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
    for (var service : KnownSettings.services()) {
      try (var files = Files.walk(Manifests.repository().resolve(service).resolve("src/main"))) {
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
        .map(name -> name.group(1).replace('.', '_'))
        .collect(Collectors.toSet());
  }
}
