package org.postseal.authentication.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/** How handlers write {@code i=1;}, and what stands behind it. */
class ArcInfoTest {
  private static final String REST = " mx.example; spf=pass";

  private static HeaderField field(String value) {
    return HeaderSection.parse("ARC-Authentication-Results:" + value + "\r\n").fields().getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i=1;",
        " i=1;",
        " i=01 ;",
        " i = 1 ;",
        " i=1 (hop one);",
        " i=1 (hop; one);",
        "\r\n\t(a (nested \\) one)) i (b) = (c)\r\n 1 (d) ;",
      })
  void theInstanceMayHaveCommentsAndWhiteSpaceAroundIt(String start) throws Malformed {
    assertThat(ArcInfo.of(field(start + REST))).isEqualTo(new ArcInfo(1, REST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "i=;",
        "i=0;",
        "i=51;",
        "i=-1;",
        "i=1",
        "i=1 2;",
        "i=1 mx;",
        "I=1;",
        "j=1;",
        "1;",
        "i=1(;",
        "(i=1;",
        "i=\"1\";",
        "i=111111111111111111111111;",
      })
  void otherwiseThereIsNone(String start) {
    assertThatThrownBy(() -> ArcInfo.of(field(start))).isInstanceOf(Malformed.class);
  }
}
