package org.postseal.endtoend.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyDigestTest {
  private static String ofLines(String... lines) {
    var digest = new BodyDigest();
    for (var line : lines) {
      digest.line((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    return digest.hex();
  }

  private static String ofMessage(String message) {
    return BodyDigest.of(message.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void fieldsThatWereAddedAndTransparencyDoNotCount() {
    var sent = ofMessage("Subject: x\r\n\r\none\r\n\r\n.two\r\n");
    assertThat(ofLines("Received: by y", "Subject: x", "", "one", "", "..two")).isEqualTo(sent);
    assertThat(ofLines("Subject: x", "", "one", "", "..twO")).isNotEqualTo(sent);
    assertThat(ofLines("Subject: x", "", "one", "", "..two", "")).isNotEqualTo(sent);
  }
}
