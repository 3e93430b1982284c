package org.postseal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.settings.SettingsCheck;

class DeclaredRelaySettingsTest {

  private static List<String> wrong(Map<String, String> settings) {
    return SettingsCheck.of(List.of(new DeclaredRelaySettings()), settings).outcome().wrong();
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
      quoteCharacter = '~',
      textBlock =
          """
          default-route=nowhere         | default-route: not a route: 'nowhere'; use maildir:PATH, lmtp:HOST:PORT, smtp:HOST:PORT, mx or discard:
          routes."a.example"=lmtp:x     | routes."a.example": not a route: 'lmtp:x'; use maildir:PATH, lmtp:HOST:PORT, smtp:HOST:PORT, mx or discard:
          mx.port=0                     | mx.port is 0, must be 1 to 65535
          client.connect-timeout=16m    | client.connect-timeout is 16m, longer than postseal.relay.client.attempt-budget, 15m
          retry.delays=1m,5m            | retry.delays are 2, must be 5, one for each retry topic
          retry.delays=1m,5m,4m,1h,4h   | retry.delays must not shrink: 4m after 5m
          retry.give-up-after=30s       | retry.give-up-after is 30s, shorter than the first delay, 1m
          destination.slots=0           | destination.slots is 0, must be at least 1
          """)
  void oneThingChangedIsOneLine(String changed, String line) {
    var settings = fit();
    Arrays.stream(changed.split(";"))
        .map(setting -> setting.strip().split("=", 2))
        .forEach(setting -> settings.put("postseal.relay." + setting[0], setting[1]));
    assertThat(wrong(settings)).containsExactly("postseal.relay." + line);
  }
}
