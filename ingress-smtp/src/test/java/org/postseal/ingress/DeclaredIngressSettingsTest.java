package org.postseal.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.settings.SettingsCheck;

class DeclaredIngressSettingsTest {

  private static List<String> wrong(Map<String, String> settings) {
    return SettingsCheck.of(List.of(new DeclaredIngressSettings()), settings).outcome().wrong();
  }

  private static Map<String, String> fit() {
    return new HashMap<>(Map.of("postseal.ingress.memory.budget", "100M"));
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
          submission.port=2525         | submission.port is 2525, and so is postseal.ingress.mx.port
          mx.port=8080                 | mx.port is 8080, and so is quarkus.http.port
          mx.port=65536                | mx.port is 65536, must be 0 to 65535
          mx.greeting-delay=5m         | mx.greeting-delay is 5m; clients wait no longer than 5 minutes
          mx.proxy-protocol=true       | mx.proxy-protocol is on, but postseal.ingress.proxies.trusted names nobody
          proxies.trusted=10.0.0.0/8   | proxies.trusted is set, but no listener has proxy-protocol
          trusted.identities=@a.example | trusted.identities is set, but postseal.ingress.trusted.networks is not
          limits.command-line=511      | limits.command-line is 511, must be at least 512
          limits.header-section=1M     | limits.header-section is 1048576, must be 1 to 921600
          memory.budget=10M            | memory.budget is 10485760, less than one message of postseal.ingress.limits.size, 36700160
          limits.per-address.content=1M | limits.per-address.content is 1048576, less than one message of postseal.ingress.limits.size, 36700160
          limits.ipv4-prefix=33        | limits.ipv4-prefix is 33, must be 0 to 32
          timeouts.content=2h          | timeouts.content is 2h, longer than postseal.ingress.timeouts.whole-content, 1h
          handoff.ask-again-after=20s  | handoff.ask-again-after is 20s, must be shorter than postseal.ingress.handoff.answer-deadline, 20s
          handoff.store-buffer=1000    | handoff.store-buffer is 1000, must be at least 1048576
          accounts.mechanisms=PLAIN,CRAM-MD5 | accounts.mechanisms has a mechanism we do not have: CRAM-MD5
          accounts.ldap.url=ldap://a   | accounts.ldap.base is not set, but the url is
          accounts.ldap.base=dc=a      | accounts.ldap.url is not set, but other settings of the directory are
          accounts.ldap.url=http://a; accounts.ldap.base=dc=a | accounts.ldap.url must begin with ldap:// or ldaps://
          accounts.tokens.issuer=https://i; accounts.tokens.audience=mail | accounts.tokens.keys is not set
          recipients.callout.protocol=uucp | recipients.callout.protocol is uucp, must be lmtp or smtp
          blocklists.zones=a..b        | blocklists.zones has what is no domain: a..b
          """)
  void oneThingChangedIsOneLine(String changed, String line) {
    var settings = fit();
    Arrays.stream(changed.split(";"))
        .map(setting -> setting.strip().split("=", 2))
        .forEach(setting -> settings.put("postseal.ingress." + setting[0], setting[1]));
    assertThat(wrong(settings)).containsExactly("postseal.ingress." + line);
  }
}
