package org.postseal.signer.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.settings.SettingsCheck;

class DeclaredSignerSettingsTest {

  private static List<String> wrong(Map<String, String> settings) {
    return SettingsCheck.of(List.of(new DeclaredSignerSettings()), settings).outcome().wrong();
  }

  private static Map<String, String> fit() {
    return new HashMap<>(Map.of("postseal.signer.registry.token-file", "token"));
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
          workers=0                | workers is 0, must be at least 1
          validity=0s              | validity is 0s, must be longer than 0
          registry.url=ftp://a/    | registry.url is ftp://a/, must be http://HOST:PORT or https://HOST:PORT
          registry.token-file=     | registry.token-file is not set: without a token the registry gives nobody a signing key
          registry.refresh=0s      | registry.refresh is 0s, must be longer than 0
          """)
  void oneThingChangedIsOneLine(String changed, String line) {
    var settings = fit();
    Arrays.stream(changed.split(";"))
        .map(setting -> setting.strip().split("=", 2))
        .forEach(setting -> settings.put("postseal.signer." + setting[0], setting[1]));
    assertThat(wrong(settings)).containsExactly("postseal.signer." + line);
  }
}
