package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.postseal.commandline.topics.AccessRules;
import org.postseal.commandline.topics.DeclaredTopic;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TopicPrincipal;

/** Topics and rights in the manifests are those that the code declares. */
class TopicsAndUsersTest {
  private static final short REPLICAS = 3;
  private static final Manifests MANIFESTS = Manifests.ofBaseAndComponents();

  @Test
  void everyTopicIsThereAsDeclared() {
    var declared =
        Arrays.stream(MailTopic.values())
            .map(topic -> StatedTopic.of(new DeclaredTopic(topic, REPLICAS)))
            .toList();

    assertThat(MANIFESTS.of(KafkaTopic.class).map(StatedTopic::of))
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void everyPrincipalHasTheRightsOfTheCodeAndNoOther() {
    for (var principal : TopicPrincipal.values()) {
      assertThat(StatedRights.of(user(principal.principalName())))
          .as(principal.principalName())
          .containsExactlyInAnyOrderElementsOf(AccessRules.of(principal));
    }
  }

  @Test
  void nobodyElseReadsOrWrites() {
    var principals =
        Arrays.stream(TopicPrincipal.values())
            .map(TopicPrincipal::principalName)
            .collect(Collectors.toSet());
    assertThat(
            MANIFESTS
                .of(KafkaUser.class)
                .filter(user -> !principals.contains(user.getMetadata().getName()))
                .flatMap(user -> StatedRights.of(user).stream())
                .map(rule -> rule.entry().operation()))
        .isNotEmpty()
        .containsOnly(AclOperation.DESCRIBE);
  }

  @Test
  void everybodyProvesItselfWithACertificate() {
    assertThat(MANIFESTS.of(KafkaUser.class))
        .allSatisfy(
            user -> assertThat(user.getSpec().getAuthentication().getType()).isEqualTo("tls"));
    assertThat(MANIFESTS.of(KafkaUser.class).map(user -> user.getMetadata().getLabels()))
        .allSatisfy(labels -> assertThat(labels.get("strimzi.io/cluster")).isEqualTo("postseal"));
  }

  @Test
  void theNamesOfSecretsMadeForUsersAreTheServicesOwn() {
    assertThat(
            MANIFESTS
                .of(KafkaUser.class)
                .map(user -> user.getMetadata().getName())
                .collect(Collectors.toSet()))
        .containsAll(Set.of("ingress-smtp", "signer", "verifier", "key-registry", "relay"));
  }

  private static KafkaUser user(String name) {
    return MANIFESTS
        .of(KafkaUser.class)
        .filter(user -> user.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no KafkaUser " + name));
  }
}
