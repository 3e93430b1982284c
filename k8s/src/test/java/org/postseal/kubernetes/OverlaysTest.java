package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.commandline.topics.DeclaredTopic;
import org.postseal.topics.MailTopic;

/** Both overlays as {@code kubectl apply -k} would send them. */
@Tag("interop")
class OverlaysTest {
  private static Manifests render(String overlay) {
    return Kubectl.installed().render(Manifests.directory().resolve("overlays").resolve(overlay));
  }

  @ParameterizedTest
  @ValueSource(strings = {"single-node", "production"})
  void nothingRefersToWhatIsNotThere(String overlay) {
    assertThat(new References(render(overlay), SecretsScript.secrets()).dangling()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single-node", "production"})
  void everyObjectIsInTheNamespaceAndThereOnce(String overlay) {
    var rendered = render(overlay);
    assertThat(rendered.all().stream().map(Manifest::toString)).doesNotHaveDuplicates();
    assertThat(rendered.of(HasMetadata.class))
        .hasSizeGreaterThan(60)
        .filteredOn(one -> !one.getKind().equals("Namespace"))
        .allSatisfy(one -> assertThat(one.getMetadata().getNamespace()).isEqualTo("postseal"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"single-node", "production"})
  void podsAreRestricted(String overlay) {
    var templates = PodTemplate.of(render(overlay));
    assertThat(templates).hasSize(5);
    assertThat(templates).allSatisfy(PodSecurity::assertRestricted);
  }

  @Test
  void topicsOfASingleNodeAreFlushed() {
    assertTopics("single-node", (short) 1);
  }

  @Test
  void topicsInProductionHaveThreeCopies() {
    assertTopics("production", (short) 3);
  }

  private static void assertTopics(String overlay, short replicas) {
    assertThat(render(overlay).of(KafkaTopic.class).map(StatedTopic::of))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MailTopic.values())
                .map(topic -> StatedTopic.of(new DeclaredTopic(topic, replicas)))
                .toList());
  }

  @Test
  void theSitesNameIsSaidOnce() {
    var rendered = render("production");
    var site =
        rendered
            .of(ConfigMap.class)
            .filter(map -> map.getMetadata().getName().startsWith("site-"))
            .findFirst()
            .orElseThrow();
    var certificate =
        rendered
            .of(Certificate.class)
            .filter(one -> one.getMetadata().getName().equals("smtp"))
            .findFirst()
            .orElseThrow();
    assertThat(certificate.getSpec().getDnsNames())
        .isEqualTo(List.of(site.getData().get("host-name")));
  }

  @Test
  void anAutoscalerHasReplicasToItself() {
    var rendered = render("production");
    var scaled =
        rendered
            .of(Keda.ScaledObject.class)
            .map(one -> one.spec().scaleTargetRef().name())
            .toList();
    assertThat(scaled).containsExactlyInAnyOrder("verifier", "signer", "relay");
    assertThat(rendered.of(Deployment.class))
        .filteredOn(one -> scaled.contains(one.getMetadata().getName()))
        .allSatisfy(one -> assertThat(one.getSpec().getReplicas()).isNull());
  }

  @Test
  void aReferenceThatDanglesIsFound() {
    var rendered = render("single-node");
    assertThat(new References(rendered, Map.of()).dangling())
        .contains("ingress-smtp: Secret accounts", "signer: Secret signer-registry-token");

    var renamed = new ArrayList<Manifest>();
    for (var manifest : rendered.all()) {
      if (!manifest.name().startsWith("relay-settings")) {
        renamed.add(manifest);
      }
    }
    assertThat(new References(new Manifests(renamed), SecretsScript.secrets()).dangling())
        .singleElement()
        .asString()
        .startsWith("relay: ConfigMap relay-settings");
  }

  @Test
  void aKeyThatASecretDoesNotHaveIsFound() {
    var secrets = new HashMap<>(SecretsScript.secrets());
    var rendered = render("single-node");
    PodTemplate.of(rendered).stream()
        .filter(template -> template.workload().equals("verifier"))
        .flatMap(template -> template.spec().getVolumes().stream())
        .filter(volume -> volume.getName().equals("registry-token"))
        .forEach(
            volume ->
                volume.getSecret().setItems(List.of(new KeyToPath("tocken", null, "tocken"))));
    secrets.put("verifier-registry-token", Set.of("registry-token"));
    assertThat(new References(rendered, secrets).dangling())
        .containsExactly("verifier: Secret verifier-registry-token has no key tocken");
  }
}
