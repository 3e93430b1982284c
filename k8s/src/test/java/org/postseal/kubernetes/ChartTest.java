package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.commandline.topics.AccessRules;
import org.postseal.commandline.topics.DeclaredTopic;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TopicPrincipal;

/** Whatever is chosen, what the chart renders is whole, strict and what the code declares. */
class ChartTest {
  private static final List<String> LABELS =
      List.of("name", "instance", "version", "component", "part-of", "managed-by");

  @TempDir private static Path scratch;
  private static Chart chart;

  @BeforeAll
  static void copied() {
    chart = new Chart(scratch);
  }

  static List<Path> valueSets() {
    return Chart.valueSets();
  }

  @Test
  void thereAreTenSetsOfValuesAndMore() {
    assertThat(valueSets()).hasSizeGreaterThanOrEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void helmFindsNothingToComplainOf(Path values) {
    var result = chart.lint(values);
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    assertThat(result.getMessages())
        .allSatisfy(message -> assertThat(message).startsWith("[INFO]"));
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void everyObjectIsStrictlyReadAndThereOnceWithAllLabels(Path values) {
    var rendered = chart.render(values);
    assertThat(rendered.all().stream().map(Manifest::toString)).doesNotHaveDuplicates();
    assertThat(rendered.of(HasMetadata.class))
        .hasSizeGreaterThan(35)
        .allSatisfy(
            one ->
                assertThat(one.getMetadata().getLabels().keySet())
                    .as(one.getMetadata().getName())
                    .containsAll(
                        LABELS.stream().map(label -> "app.kubernetes.io/" + label).toList())
                    .contains("helm.sh/chart"));
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void nothingRefersToWhatIsNotThere(Path values) {
    var rendered = chart.render(values);
    assertThat(new References(rendered, ExistingSecrets.of(values)).dangling()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void podsAreRestricted(Path values) {
    var rendered = chart.render(values);
    assertThat(PodTemplate.of(rendered)).hasSizeBetween(5, 6);
    assertThat(PodTemplate.of(rendered)).allSatisfy(PodSecurity::assertRestricted);
    assertThat(rendered.of(Job.class))
        .allSatisfy(job -> PodSecurity.assertRestricted(PodTemplate.of(job)));
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void everyKeyAndVariableIsASettingOfItsService(Path values) {
    var rendered = chart.render(values);
    assertThat(RenderedSettings.unknownKeys(rendered)).isEmpty();
    assertThat(RenderedSettings.unknownVariables(rendered)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"production,3", "single-node,1"})
  void topicsAreAsDeclared(String values, short copies) {
    assertThat(chart.render(Chart.valueSet(values)).of(KafkaTopic.class).map(StatedTopic::of))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MailTopic.values())
                .map(topic -> StatedTopic.of(new DeclaredTopic(topic, copies)))
                .toList());
  }

  @Test
  void everyPrincipalHasTheRightsOfTheCodeAndNoOther() {
    var users = chart.render(Chart.valueSet("production")).of(KafkaUser.class).toList();
    for (var principal : TopicPrincipal.values()) {
      assertThat(users)
          .filteredOn(user -> user.getMetadata().getName().equals(principal.principalName()))
          .singleElement()
          .satisfies(
              user ->
                  assertThat(StatedRights.of(user))
                      .containsExactlyInAnyOrderElementsOf(AccessRules.of(principal)));
    }
  }

  @Test
  void nothingIsRefusedBeforeSomebodySaysSo() {
    assertThat(verifierMode("")).isEqualTo("monitor");
    assertThat(verifierMode("verifier: {mode: enforce}")).isEqualTo("enforce");
  }

  private static String verifierMode(String values) {
    return RenderedSettings.of(chart.render(scratch, values), "verifier")
        .getProperty("postseal.verifier.mode");
  }

  @Test
  void oneValueSaysWhereAllImagesAre() {
    var values = "image: {registry: registry.example, repository: a/b, tag: '7'}\n";
    var external = Manifests.text(Chart.valueSet("confluent"));
    for (var all : List.of(values, values + external)) {
      assertThat(RenderedSettings.images(chart.render(scratch, all)))
          .hasSizeGreaterThanOrEqualTo(6)
          .allSatisfy(image -> assertThat(image).matches("registry\\.example/a/b/[a-z-]+:7"));
    }
  }

  /**
   * Nobody may do anything in the cluster, but for the registry if external-dns is to work for it.
   */
  @Test
  void theRegistryMayWriteDnsEndpointsOfItsNamespaceAndNothingElse() {
    assertThat(chart.render(Chart.valueSet("production")).of(Role.class)).isEmpty();
    var rendered = chart.render(Chart.valueSet("external-dns"));
    assertThat(rendered.of(Role.class).flatMap(role -> role.getRules().stream()))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getApiGroups()).containsExactly("externaldns.k8s.io");
              assertThat(rule.getResources()).containsExactly("dnsendpoints");
              assertThat(rule.getVerbs()).containsExactly("create", "patch");
            });
    assertThat(rendered.of(RoleBinding.class))
        .singleElement()
        .satisfies(
            binding ->
                assertThat(binding.getSubjects())
                    .singleElement()
                    .satisfies(one -> assertThat(one.getName()).isEqualTo("key-registry")));
    assertThat(
            RenderedSettings.of(rendered, "key-registry")
                .getProperty("postseal.registry.external-dns.zones"))
        .isEqualTo("example.org,example.net");
  }

  @Test
  void topicsAreMadeByAJobOnlyWhereStrimziDoesNotMakeThem() {
    assertThat(chart.render(Chart.valueSet("production")).of(Job.class)).isEmpty();
    var outside = chart.render(Chart.valueSet("confluent"));
    assertThat(outside.of(KafkaTopic.class)).isEmpty();
    assertThat(outside.of(Job.class))
        .singleElement()
        .satisfies(
            job ->
                assertThat(job.getMetadata().getAnnotations())
                    .isEqualTo(
                        Map.of(
                            "postseal.org/hook", "pre-install,pre-upgrade",
                            "postseal.org/hook-delete-policy",
                                "before-hook-creation,hook-succeeded")));
  }

  @Test
  void changedSettingsMakeNewPods() {
    var one = RenderedSettings.checksum(chart.render(scratch, ""), "relay");
    var other =
        RenderedSettings.checksum(
            chart.render(scratch, "relay: {settings: {postseal.relay.default-route: 'discard:'}}"),
            "relay");
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void notesSayWhatToDoNext() {
    assertThat(chart.notes(Chart.valueSet("single-node")))
        .contains("hostName is still localhost", "monitor mode", "postseal tail", "key-registry-s");
    assertThat(chart.notes(Chart.valueSet("routes-and-enforce")))
        .doesNotContain("localhost:", "monitor mode");
  }
}
