package org.postseal.registryview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTokenTest {

  @Test
  void takesTheTokenOfTheRole() {
    var lines = List.of("# who may what", "", "a1:operator", "b2:signer", "c3:signer");
    assertThat(RegistryToken.of(lines, "signer").authorization()).isEqualTo("Bearer b2");
  }

  @Test
  void takesASingleBareToken() {
    assertThat(RegistryToken.of(List.of(" a1 "), "signer").authorization()).isEqualTo("Bearer a1");
  }

  @Test
  void refusesAFileWithoutTheRoleAndQuotesNothingOfIt() {
    assertThatThrownBy(() -> RegistryToken.of(List.of("secret:operator"), "signer"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
