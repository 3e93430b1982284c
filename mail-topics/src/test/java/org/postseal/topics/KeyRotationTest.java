package org.postseal.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotationTest {

  @ParameterizedTest
  @ValueSource(strings = {"off", "1d", "90d", "3650d"})
  void isOneWord(String word) throws Exception {
    var read = Json.read(("\"" + word + "\"").getBytes(UTF_8), KeyRotation.class);
    assertThat(read.word()).isEqualTo(word);
    assertThat(new String(Json.write(read), UTF_8)).isEqualTo("\"" + word + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "on", "0d", "-1d", "3651d", "90", "90h", "1.5d", "99999999999d"})
  void nothingElseIsOne(String word) {
    assertThatThrownBy(() -> KeyRotation.of(word)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void offHasNoTime() {
    assertThat(KeyRotation.off().every()).isEmpty();
  }
}
