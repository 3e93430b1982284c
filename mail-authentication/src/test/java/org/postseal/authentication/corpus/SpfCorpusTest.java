package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.spf.SpfLimits;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfQuestion;
import org.postseal.authentication.spf.SpfVerifier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The openspf test suites, as pyspf keeps them. */
class SpfCorpusTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /**
   * RFC 7208 §6: unrecognised modifiers are ignored, so {@code default=} of the drafts means
   * nothing. The ad hoc suite tests what pyspf makes of it when told to be lax or harsh.
   */
  private static final Map<String, String> PYSPF_ALONE =
      Map.of("default-modifier", "neutral", "default-modifier-harsh", "neutral");

  @TestFactory
  Stream<DynamicTest> rfc7208() {
    return suite("rfc7208-tests.yml", 203, Map.of());
  }

  /** No case contradicts RFC 7208: where that decided, the older suite lists both results. */
  @TestFactory
  Stream<DynamicTest> rfc4408() {
    return suite("rfc4408-tests.yml", 191, Map.of());
  }

  @TestFactory
  Stream<DynamicTest> adHoc() {
    return suite("test.yml", 16, PYSPF_ALONE);
  }

  private static Stream<DynamicTest> suite(String file, int count, Map<String, String> overridden) {
    Path path = Corpora.folder("spf-rfc7208-pyspf").resolve(file);
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(true);
    var tests = new ArrayList<DynamicTest>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(Corpora.read(path))) {
      var scenario = (Map<?, ?>) document;
      var zone = (Map<?, ?>) scenario.get("zonedata");
      ((Map<?, ?>) scenario.get("tests"))
          .forEach(
              (name, test) ->
                  tests.add(
                      DynamicTest.dynamicTest(
                          scenario.get("description") + " / " + name,
                          () -> check(zone, (Map<?, ?>) test, overridden.get(name)))));
    }
    assertThat(tests).hasSize(count);
    return tests.stream();
  }

  private static void check(Map<?, ?> zone, Map<?, ?> test, String instead) {
    var question =
        new SpfQuestion(
            InetAddress.ofLiteral(test.get("host") + ""),
            Optional.of(test.get("helo") + ""),
            Optional.of(test.get("mailfrom") + ""),
            "receiver.example",
            NOW);
    var outcome = new SpfVerifier(SpfZone.read(zone), SpfLimits.DEFAULT).verify(question).outcome();
    var expected = instead == null ? test.get("result") : instead;
    assertThat(outcome.word())
        .as(outcome.toString())
        .isIn(expected instanceof List<?> several ? several : List.of(expected));
    if (test.containsKey("explanation")) {
      var text = test.get("explanation") + "";
      assertThat(outcome)
          .isInstanceOfSatisfying(
              SpfOutcome.Fail.class,
              fail ->
                  assertThat(fail.explanation())
                      .isEqualTo(text.equals("DEFAULT") ? Optional.empty() : Optional.of(text)));
    }
  }
}
