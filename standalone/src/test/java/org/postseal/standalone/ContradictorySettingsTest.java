package org.postseal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.console.DeclaredConsoleSettings;
import org.postseal.http.DeclaredHttpSettings;
import org.postseal.ingress.DeclaredIngressSettings;
import org.postseal.registry.DeclaredRegistrySettings;
import org.postseal.relay.DeclaredRelaySettings;
import org.postseal.settings.SettingsCheck;
import org.postseal.signer.signing.DeclaredSignerSettings;
import org.postseal.verifier.verification.DeclaredVerifierSettings;

/** Settings of every service that fit each other; then one thing is changed. */
class ContradictorySettingsTest {
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "postseal.standalone.host-name", "mx.example",
              "postseal.ingress.memory.budget", "100M",
              "postseal.signer.registry.token-file", "token"));

  private List<String> wrong() {
    return SettingsCheck.of(
            List.of(
                new DeclaredIngressSettings(),
                new DeclaredSignerSettings(),
                new DeclaredVerifierSettings(),
                new DeclaredRegistrySettings(),
                new DeclaredRelaySettings(),
                new DeclaredConsoleSettings(),
                new DeclaredStandaloneSettings(),
                new DeclaredHttpSettings()),
            settings)
        .outcome()
        .wrong();
  }

  @Test
  void theDefaultsFit() {
    assertThat(wrong()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ingress.submission.port=2525 | ingress.submission.port is 2525, and so is postseal.ingress.mx.port
          ingress.mx.port=8080 | ingress.mx.port is 8080, and so is quarkus.http.port
          ingress.mx.port=65536 | ingress.mx.port is 65536, must be 0 to 65535
          ingress.mx.greeting-delay=5m | ingress.mx.greeting-delay is 5m; clients wait no longer than 5 minutes
          ingress.mx.proxy-protocol=true | ingress.mx.proxy-protocol is on, but postseal.ingress.proxies.trusted names nobody
          ingress.proxies.trusted=10.0.0.0/8 | ingress.proxies.trusted is set, but no listener has proxy-protocol
          ingress.trusted.identities=@a.example | ingress.trusted.identities is set, but postseal.ingress.trusted.networks is not
          ingress.limits.command-line=511 | ingress.limits.command-line is 511, must be at least 512
          ingress.limits.header-section=1M | ingress.limits.header-section is 1048576, must be 1 to 921600
          ingress.memory.budget=10M | ingress.memory.budget is 10485760, less than one message of postseal.ingress.limits.size, 36700160
          ingress.limits.per-address.content=1M | ingress.limits.per-address.content is 1048576, less than one message of postseal.ingress.limits.size, 36700160
          ingress.limits.ipv4-prefix=33 | ingress.limits.ipv4-prefix is 33, must be 0 to 32
          ingress.timeouts.content=2h | ingress.timeouts.content is 2h, longer than postseal.ingress.timeouts.whole-content, 1h
          ingress.handoff.ask-again-after=20s | ingress.handoff.ask-again-after is 20s, must be shorter than postseal.ingress.handoff.answer-deadline, 20s
          ingress.handoff.store-buffer=1000 | ingress.handoff.store-buffer is 1000, must be at least 1048576
          ingress.accounts.mechanisms=PLAIN,CRAM-MD5 | ingress.accounts.mechanisms has a mechanism we do not have: CRAM-MD5
          ingress.accounts.ldap.url=ldap://a | ingress.accounts.ldap.base is not set, but the url is
          ingress.accounts.ldap.base=dc=a | ingress.accounts.ldap.url is not set, but other settings of the directory are
          ingress.accounts.ldap.url=http://a; ingress.accounts.ldap.base=dc=a | ingress.accounts.ldap.url must begin with ldap:// or ldaps://
          ingress.accounts.tokens.issuer=https://i; ingress.accounts.tokens.audience=mail | ingress.accounts.tokens.keys is not set
          ingress.recipients.callout.protocol=uucp | ingress.recipients.callout.protocol is uucp, must be lmtp or smtp
          ingress.blocklists.zones=a..b | ingress.blocklists.zones has what is no domain: a..b
          signer.workers=0 | signer.workers is 0, must be at least 1
          signer.validity=0s | signer.validity is 0s, must be longer than 0
          signer.registry.url=ftp://a/ | signer.registry.url is ftp://a/, must be http://HOST:PORT or https://HOST:PORT
          signer.registry.token-file= | signer.registry.token-file is not set: without a token the registry gives nobody a signing key
          signer.registry.refresh=0s | signer.registry.refresh is 0s, must be longer than 0
          verifier.concurrency=0 | verifier.concurrency is 0, must be at least 1
          verifier.clock=tomorrow | verifier.clock: not an RFC 3339 instant: tomorrow
          verifier.dns.attempt-timeout=9s | verifier.dns.attempt-timeout is 9s, longer than postseal.verifier.dns.patience, 8s
          verifier.dns.patience=11s | verifier.dns.patience is 11s, longer than postseal.verifier.dns.budget, 10s
          verifier.dns.refusal-patience=11s | verifier.dns.refusal-patience is 11s, longer than postseal.verifier.dns.budget, 10s
          verifier.dns.questions.keys=0 | verifier.dns.questions.keys is 0, must be at least 1
          verifier.dns.waiting=0 | verifier.dns.waiting is 0, must be at least 1
          verifier.dns.waiting-of-domain=0 | verifier.dns.waiting-of-domain is 0, must be at least 1
          verifier.dns.waiting-of-network=0 | verifier.dns.waiting-of-network is 0, must be at least 1
          ingress.handoff.open-questions-of-network=0 | ingress.handoff.open-questions-of-network is 0, must be at least 1
          verifier.registry.token-file= | verifier.registry.token-file is not set, but postseal.verifier.registry.url is
          verifier.registry.url= | verifier.registry.url is not set, but postseal.verifier.registry.token-file is
          verifier.forwarders=a..b | verifier.forwarders has what is no domain: a..b
          verifier.trusted-sealers=example.org,-.- | verifier.trusted-sealers has what is no domain: -.-
          registry.tokens-file=a/../k; registry.key-encryption-key-file=k | registry.tokens-file and postseal.registry.key-encryption-key-file are the same file
          registry.key-record-ttl=0s | registry.key-record-ttl is 0s, must be longer than 0
          registry.lookup.max-ttl=1m | registry.lookup.max-negative-ttl is 5m, longer than postseal.registry.lookup.max-ttl, 1m
          registry.advertised-url=here:8443 | registry.advertised-url is here:8443, must be http://HOST:PORT or https://HOST:PORT
          relay.default-route=nowhere | relay.default-route: not a route: 'nowhere'; use maildir:PATH, lmtp:HOST:PORT, smtp:HOST:PORT, smtp+tls:HOST:PORT, smtps:HOST:PORT, mx or discard:
          relay.routes."a.example"=lmtp:x | relay.routes."a.example": not a route: 'lmtp:x'; use maildir:PATH, lmtp:HOST:PORT, smtp:HOST:PORT, smtp+tls:HOST:PORT, smtps:HOST:PORT, mx or discard:
          relay.mx.port=0 | relay.mx.port is 0, must be 1 to 65535
          relay.client.connect-timeout=16m | relay.client.connect-timeout is 16m, longer than postseal.relay.client.attempt-budget, 15m
          relay.retry.delays=1m,5m | relay.retry.delays are 2, must be 5, one for each retry topic
          relay.retry.delays=1m,5m,4m,1h,4h | relay.retry.delays must not shrink: 4m after 5m
          relay.retry.give-up-after=30s | relay.retry.give-up-after is 30s, shorter than the first delay, 1m
          relay.destination.slots=0 | relay.destination.slots is 0, must be at least 1
          console.cache=1 | console.cache is 1, must be at least 1024
          console.retention=0s | console.retention is 0s, must be longer than 0
          console.session=0s | console.session is 0s, must be longer than 0
          standalone.broker-port=8080 | standalone.broker-port is that of quarkus.http.port, 8080
          standalone.broker-port=2525 | standalone.broker-port is that of the MX, 2525
          standalone.broker-port=2587 | standalone.broker-port is one for submissions, 2587
          http.host-names=gateway.example,a/b | http.host-names has what is no host's name: a/b
          http.host-names=gateway.example:8080 | http.host-names has what is no host's name: gateway.example:8080
          verifier.dns.budget=21s | verifier.dns.budget is 21s, longer than postseal.ingress.handoff.answer-deadline, 20s
          verifier.dkim.signatures=21 | ingress.limits.signatures is 20, fewer than postseal.verifier.dkim.signatures, 21
          verifier.dkim.tags=65 | ingress.limits.tags is 64, fewer than postseal.verifier.dkim.tags, 65
          """)
  void oneThingChangedIsOneLine(String changed, String line) {
    Arrays.stream(changed.split(";"))
        .map(setting -> setting.strip().split("=", 2))
        .forEach(setting -> settings.put("postseal." + setting[0], setting[1]));
    assertThat(wrong()).containsExactly("postseal." + line);
  }
}
