package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.Messages;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** ValiMail's suite of chains to validate. */
class ArcValidationCorpusTest {
  private static final Instant NOW = Instant.parse("2018-01-01T00:00:00Z");

  @TestFactory
  List<DynamicTest> everyCase() {
    var tests = new ArrayList<DynamicTest>();
    for (ArcScenario scenario : ArcScenario.read("arc-draft-validation-tests.yml")) {
      for (NodeTuple test : scenario.tests()) {
        Map<String, String> values = ArcScenario.values(test.getValueNode());
        tests.add(
            DynamicTest.dynamicTest(
                ArcScenario.text(test.getKeyNode()),
                () -> {
                  ArcResult result = validate(values.get("message"), scenario.dns());
                  assertThat(word(result.outcome()))
                      .as(result.toString())
                      .isEqualTo(expected(values.get("cv")));
                }));
      }
    }
    assertThat(tests).as("with the four whose key stands twice").hasSize(175);
    return tests;
  }

  /** An expected status left empty means that none or fail will do; all three fail here. */
  private static String expected(String cv) {
    return cv.isEmpty() ? "fail" : cv.toLowerCase(Locale.ROOT);
  }

  private static String word(ArcOutcome outcome) {
    return switch (outcome) {
      case ArcOutcome.None _ -> "none";
      case ArcOutcome.Pass _ -> "pass";
      case ArcOutcome.Fail _ -> "fail";
      case ArcOutcome.KeyUnavailable _ -> "temperror";
    };
  }

  private static ArcResult validate(String message, FakeDns dns) {
    DigestedMessage digested = Messages.digested(message.replace("\n", "\r\n"));
    return new ArcValidator(1024)
        .validate(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests(),
            KeyRecordSource.dns(dns),
            NOW);
  }
}
