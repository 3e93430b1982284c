package org.postseal.authentication.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any octets are a record or none, soon. */
class DmarcHostileInputTest {
  private static final List<String> PIECES =
      List.of(
          ";",
          "=",
          " ",
          "p",
          "sp",
          "np",
          "reject",
          "none",
          "rua",
          "mailto:",
          "a@b.example",
          "!10m",
          ",",
          "t=y",
          "psd=y",
          "adkim=s",
          "\u0000",
          "\u00ff",
          "\r\n",
          "%",
          "[",
          "://");

  @Test
  void anyTextBehindTheVersionIsARecord() {
    var random = new Random(9989);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder("v=DMARC1;");
            int count = random.nextInt(30);
            for (int j = 0; j < count; j++) {
              text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            assertThat(DmarcRecord.isDmarc(text.toString())).isTrue();
            assertThat(DmarcRecord.parse(text.toString()).forNonExistentSubdomain()).isNotNull();
          }
        });
  }

  @Test
  void aListOfUrisIsReadUpToItsLimit() {
    var read = DmarcRecord.parse("v=DMARC1; rua=" + "mailto:a@b.example,".repeat(10_000));

    assertThat(read.rua()).hasSize(ReportUri.MAX);
  }
}
