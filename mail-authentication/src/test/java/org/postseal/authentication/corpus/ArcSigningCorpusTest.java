package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.ArcSealer;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.arc.SealingProfile;
import org.postseal.authentication.arc.SealingResult;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.PrivateKeys;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** ValiMail's suite of messages to seal: the fields come out as there, but for white space. */
class ArcSigningCorpusTest {
  private static final Instant NOW = Instant.parse("2018-01-01T00:00:00Z");

  @TestFactory
  List<DynamicTest> everyCase() {
    var tests = new ArrayList<DynamicTest>();
    for (ArcScenario scenario : ArcScenario.read("arc-draft-sign-tests.yml")) {
      for (NodeTuple test : scenario.tests()) {
        Map<String, String> values = ArcScenario.values(test.getValueNode());
        tests.add(
            DynamicTest.dynamicTest(
                ArcScenario.text(test.getKeyNode()), () -> check(scenario, values)));
      }
    }
    assertThat(tests).hasSize(17);
    return tests;
  }

  private static void check(ArcScenario scenario, Map<String, String> values) {
    SealingResult result = seal(scenario, values);
    if (values.get("AS").isBlank()) {
      assertThat(result).isInstanceOf(SealingResult.LeftAlone.class);
      return;
    }
    List<String> fields = ((SealingResult.Sealed) result).fields();
    assertThat(withoutSpace(fields.get(2)))
        .isEqualTo(withoutSpace("ARC-Authentication-Results:" + values.get("AAR")));
    assertThat(withoutSpace(fields.get(1)))
        .isEqualTo(withoutSpace("ARC-Message-Signature:" + values.get("AMS")));
    assertThat(withoutSpace(fields.get(0))).isEqualTo(withoutSpace("ARC-Seal:" + values.get("AS")));
  }

  private static SealingResult seal(ArcScenario scenario, Map<String, String> values) {
    var digester = MessageDigester.forSealing(DigestLimits.DEFAULT);
    byte[] octets =
        values.get("message").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    digester.update(octets, 0, octets.length);
    DigestedMessage digested = digester.finish();
    HeaderSection section = HeaderSection.parse(digested.headerSection());
    BodyDigest body =
        digested.bodyDigests().stream()
            .filter(digest -> digest.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
            .findFirst()
            .orElseThrow();
    ArcResult chain =
        new ArcValidator(1024)
            .validate(section, digested.bodyDigests(), KeyRecordSource.dns(scenario.dns()), NOW);
    var key =
        new SigningKey(
            DomainName.of(scenario.value("domain")),
            new Selector(scenario.value("sel")),
            SignatureAlgorithm.RSA_SHA256,
            PrivateKeys.readPem(scenario.value("privatekey")).orElseThrow());
    return ArcSealer.seal(
        new ArcSealer.SealedMessage(
            section, body, AuthservId.resultsClaiming(values.get("srv-id"), section)),
        chain,
        new SealingProfile(
            key,
            values.get("srv-id"),
            Optional.of(List.of(values.get("sig-headers").split(":", -1)))),
        Long.parseLong(values.get("t")));
  }

  private static String withoutSpace(String field) {
    return field.replaceAll("[ \t\r\n]", "");
  }
}
