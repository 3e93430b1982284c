package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Who the broker knows in docker-compose.yml is whom {@link TopicPrincipal} names. */
class ContainersTest {
  private final JsonNode containers = containers();
  private final String certificates = RepositoryFile.text("docker/certificates.sh");
  private final String broker = RepositoryFile.text("docker/kafka/server.properties");

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OPERATOR")
  void aServiceHasAContainerWithItsOwnSecretsAndNobodyElses(TopicPrincipal service) {
    var container = containers.get(service.principalName());
    assertThat(container).as(service.principalName()).isNotNull();
    assertThat(container.at("/build/args/MODULE").asText()).isEqualTo(service.principalName());
    var mounted = AsyncApi.words(container.get("volumes"));
    assertThat(mounted)
        .contains("${POSTSEAL_SECRETS:-./secrets}/" + service.principalName() + ":/secrets:ro");
    for (var other : TopicPrincipal.values()) {
      assertThat(other != service && mounted.toString().contains("/" + other.principalName() + ":"))
          .as("%s sees the secrets of %s", service, other)
          .isFalse();
    }
    assertThat(listIn("services=")).contains(service.principalName());
  }

  @Test
  void everybodyWithACertificateIsKnown() {
    assertThat(listIn("services="))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(TopicPrincipal.values())
                .filter(principal -> principal != TopicPrincipal.OPERATOR)
                .map(TopicPrincipal::principalName)
                .toList());
    assertThat(certificates)
        .contains("for person in " + TopicPrincipal.OPERATOR.principalName() + " admin; do");
  }

  @ParameterizedTest
  @EnumSource
  void theBrokerMakesAPrincipalOfACommonNameAndGivesItNoPrivilege(TopicPrincipal principal) {
    var rule = property("ssl.principal.mapping.rules");
    var pattern = Pattern.compile("RULE:(.*)/\\$1/,DEFAULT").matcher(rule);
    assertThat(pattern.matches()).as(rule).isTrue();
    assertThat("CN=" + principal.principalName()).matches(pattern.group(1));
    assertThat(property("super.users").split(";"))
        .doesNotContain("User:" + principal.principalName());
  }

  @Test
  void theBrokerLetsNobodyInUnknownOrByDefault() {
    assertThat(property("ssl.client.auth")).isEqualTo("required");
    assertThat(property("allow.everyone.if.no.acl.found")).isEqualTo("false");
    assertThat(property("listener.security.protocol.map")).isEqualTo("CLIENTS:SSL,CONTROLLER:SSL");
    assertThat(property("auto.create.topics.enable")).isEqualTo("false");
  }

  private static JsonNode containers() {
    try {
      return new YAMLMapper().readTree(RepositoryFile.text("docker-compose.yml")).get("services");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("docker-compose.yml is no YAML", e);
    }
  }

  private List<String> listIn(String assignment) {
    return certificates
        .lines()
        .filter(line -> line.startsWith(assignment))
        .map(line -> line.substring(assignment.length()).replace("\"", ""))
        .map(words -> List.of(words.split(" ")))
        .findFirst()
        .orElseThrow();
  }

  private String property(String name) {
    return broker
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
