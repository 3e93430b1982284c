package org.postseal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.settings.SettingsCheck;

class DeclaredRegistrySettingsTest {

  private static List<String> wrong(Map<String, String> settings) {
    return SettingsCheck.of(List.of(new DeclaredRegistrySettings()), settings).outcome().wrong();
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
          tokens-file=a/../k; key-encryption-key-file=k | tokens-file and postseal.registry.key-encryption-key-file are the same file
          key-record-ttl=0s            | key-record-ttl is 0s, must be longer than 0
          lookup.max-ttl=1m            | lookup.max-negative-ttl is 5m, longer than postseal.registry.lookup.max-ttl, 1m
          advertised-url=here:8443     | advertised-url is here:8443, must be http://HOST:PORT or https://HOST:PORT
          """)
  void oneThingChangedIsOneLine(String changed, String line) {
    var settings = fit();
    Arrays.stream(changed.split(";"))
        .map(setting -> setting.strip().split("=", 2))
        .forEach(setting -> settings.put("postseal.registry." + setting[0], setting[1]));
    assertThat(wrong(settings)).containsExactly("postseal.registry." + line);
  }
}
