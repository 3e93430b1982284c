package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Each file by itself, without kubectl. */
class ManifestFilesTest {
  private static final String POLICY =
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata:
        name: verifier
      spec:
        maxUnavailable: 1
      """;

  @Test
  void everyFileIsWhatItsKindWants() {
    var reader = new ManifestReader();
    assertThat(Manifests.files())
        .hasSizeGreaterThan(20)
        .allSatisfy(file -> assertThat(reader.read(Manifests.text(file))).isNotNull());
  }

  @Test
  void aFieldThatItsKindDoesNotHaveIsAnError() {
    var reader = new ManifestReader();
    assertThat(reader.read(POLICY)).hasSize(1);
    assertThatThrownBy(() -> reader.read(POLICY.replace("maxUnavailable", "maxUnavailabel")))
        .hasMessageContaining("maxUnavailabel");
  }

  @Test
  void aNumberWhereTextBelongsIsAnError() {
    assertThatThrownBy(() -> new ManifestReader().read(POLICY.replace("name: verifier", "name: 1")))
        .hasMessageContaining("name");
  }

  @Test
  void aKeyTwiceIsAnError() {
    assertThatThrownBy(() -> new ManifestReader().read(POLICY + "  maxUnavailable: 2\n"))
        .hasMessageContaining("maxUnavailable");
  }

  @Test
  void anotherKindIsAnError() {
    assertThatThrownBy(() -> new ManifestReader().read(POLICY.replace("Budget", "Budgie")))
        .hasMessageContaining("no kind known");
  }
}
