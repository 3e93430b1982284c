package org.postseal.registry.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.update.DynamicUpdates;
import org.postseal.dns.update.DynamicUpdates.Outcome;
import org.postseal.dns.update.TsigKey;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.DynamicUpdatePublisher;
import org.postseal.registry.publication.Publisher.Published;

/** Key records by RFC 2136 with TSIG, at Knot and at BIND. */
@Tag("interop")
@Timeout(120)
class DynamicUpdatesTest {

  private static final DomainName ZONE = DomainName.of("example.com");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private final int port = DnsProgram.freePort();
  private final DnsjavaDns server =
      DnsjavaDns.ofZone(ResolverSettings.of(List.of(PrimaryServer.at(port))));

  private static TsigKey key(String name, String secret) {
    return TsigKey.parse("hmac-sha256:" + name + ":" + secret);
  }

  private DynamicUpdates by(TsigKey key) {
    return new DynamicUpdates(PrimaryServer.at(port), key, PATIENCE);
  }

  private DynamicUpdatePublisher publisher(TsigKey key) {
    return new DynamicUpdatePublisher(List.of(ZONE), by(key), server, Duration.ofHours(1));
  }

  private static SigningKey signingKey(String selector, KeyAlgorithm algorithm) {
    return new SigningKey(
        selector,
        new KeyName(new Selector(selector), ZONE),
        algorithm,
        NewKeyPair.generate(algorithm).publicKey(),
        new KeyState.Announced(NOW),
        Optional.empty());
  }

  private List<String> records(SigningKey key) {
    return server.txt(key.name().recordName()) instanceof DnsAnswer.Found<String>(var all, _, _)
        ? all
        : List.of();
  }

  private String serial() throws Exception {
    return DnsProgram.run(
            "dig", "@127.0.0.1", "-p", Integer.toString(port), "+short", "SOA", "example.com")
        .split(" ", -1)[2];
  }

  @ParameterizedTest
  @EnumSource
  void recordsComeAndBecomeVoid(PrimaryServer project) throws Exception {
    try (var _ = project.start(directory, port)) {
      var publisher = publisher(key("postseal", PrimaryServer.SECRET));
      var rsa = signingKey("s1", KeyAlgorithm.RSA_2048);
      var ed = signingKey("a.b", KeyAlgorithm.ED25519);
      assertThat(publisher.isFor(rsa.name())).isTrue();
      assertThat(publisher.publish(List.of(rsa, ed))).isEqualTo(new Published.There());
      assertThat(records(rsa)).containsExactly(rsa.recordText());
      assertThat(records(ed)).containsExactly(ed.recordText());
      var before = serial();
      assertThat(publisher.publish(List.of(rsa, ed))).isEqualTo(new Published.There());
      assertThat(serial()).as("nothing to change").isEqualTo(before);
      var revoked = rsa.after(KeyTransition.REVOKE_AT_ONCE, NOW).orElseThrow();
      assertThat(publisher.publish(List.of(revoked, ed))).isEqualTo(new Published.There());
      assertThat(records(rsa)).containsExactly("v=DKIM1; k=rsa; p=");
      assertThat(serial()).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void errorsAreNamed(PrimaryServer project) throws Exception {
    try (var _ = project.start(directory, port)) {
      var text = List.of(new DynamicUpdates.Text(DomainName.of("s1._domainkey.example.com"), "x"));
      assertThat(why(by(key("postseal", PrimaryServer.OTHER_SECRET)), ZONE, text))
          .contains("BADSIG");
      assertThat(why(by(key("stranger", PrimaryServer.SECRET)), ZONE, text)).contains("BADKEY");
      assertThat(why(by(key("reader", PrimaryServer.READER_SECRET)), ZONE, text))
          .as("Knot tells a stranger as much")
          .containsAnyOf("REFUSED", "BADKEY");
      var mine = by(key("postseal", PrimaryServer.SECRET));
      assertThat(why(mine, DomainName.of("example.org"), text)).containsAnyOf("NOTAUTH", "REFUSED");
      var elsewhere = List.of(new DynamicUpdates.Text(DomainName.of("s1.example.net"), "x"));
      assertThat(why(mine, ZONE, elsewhere)).containsAnyOf("NOTZONE", "REFUSED", "FORMERR");
      assertThat(server.txt(DomainName.of("s1._domainkey.example.com")))
          .as("nothing was taken")
          .isInstanceOf(DnsAnswer.NoSuchDomain.class);
    }
    assertThat(
            by(key("postseal", PrimaryServer.SECRET))
                .replace(
                    ZONE,
                    List.of(new DynamicUpdates.Text(DomainName.of("a.example.com"), "x")),
                    Duration.ofHours(1)))
        .isInstanceOf(Outcome.Unknown.class);
  }

  private static String why(
      DynamicUpdates updates, DomainName zone, List<DynamicUpdates.Text> texts) {
    return switch (updates.replace(zone, texts, Duration.ofHours(1))) {
      case Outcome.Refused(var reason) -> reason;
      case Outcome.Unknown(var reason) -> "unknown: " + reason;
      case Outcome.Taken() -> "taken";
    };
  }
}
