package org.postseal.verifier.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.settings.SettingsCheck;

class DeclaredVerifierSettingsTest {

  private static List<String> wrong(Map<String, String> settings) {
    return SettingsCheck.of(List.of(new DeclaredVerifierSettings()), settings).outcome().wrong();
  }

  private static Map<String, String> fit() {
    return new HashMap<>();
  }

  @Test
  void theDefaultsFit() {
    assertThat(wrong(fit())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          concurrency=0                | concurrency is 0, must be at least 1
          clock=tomorrow               | clock: not an RFC 3339 instant: tomorrow
          dns.attempt-timeout=9s       | dns.attempt-timeout is 9s, longer than postseal.verifier.dns.patience, 8s
          dns.patience=11s             | dns.patience is 11s, longer than postseal.verifier.dns.budget, 10s
          registry.url=http://r:1      | registry.token-file is not set, but postseal.verifier.registry.url is
          registry.token-file=token    | registry.url is not set, but postseal.verifier.registry.token-file is
          forwarders=a..b              | forwarders has what is no domain: a..b
          trusted-sealers=example.org,-.- | trusted-sealers has what is no domain: -.-
          """)
  void oneThingChangedIsOneLine(String changed, String line) {
    var settings = fit();
    Arrays.stream(changed.split(";"))
        .map(setting -> setting.strip().split("=", 2))
        .forEach(setting -> settings.put("postseal.verifier." + setting[0], setting[1]));
    assertThat(wrong(settings)).containsExactly("postseal.verifier." + line);
  }
}
