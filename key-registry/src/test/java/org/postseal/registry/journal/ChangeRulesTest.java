package org.postseal.registry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.blocklist.BlockedLine;
import org.postseal.registry.journal.RegistryChange.FirstState;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Sighting;
import org.postseal.registry.publication.Testimony;
import org.postseal.topics.BlockedName;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/**
 * Begins with a domain of ours and its active key; what is accepted is applied, as a replica would.
 */
class ChangeRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final DomainEntry ENTRY =
      new DomainEntry("example.com", true, true, SigningPolicy.ALL, false, Optional.empty());
  private static final NewKeyPair PAIR = NewKeyPair.generate(KeyAlgorithm.ED25519);
  private static final Precondition NONE = new Precondition.None();

  private final RegistryState state = new RegistryState();
  private final String keyFile = KeyEncryptionKeys.newFileText();
  private final ChangeRules rules = new ChangeRules(state, KeyEncryptionKeys.parse(keyFile));
  private long offset;

  @BeforeEach
  void aDomainSigns() {
    accepted(new RegistryChange.PutDomain(DOMAIN, ENTRY, new Precondition.Absent()));
    accepted(key("k1", "s1", FirstState.ACTIVE));
    assertThat(states()).containsExactly("s1 active");
  }

  private static RegistryChange.AddKey key(String id, String selector, FirstState first) {
    return new RegistryChange.AddKey(id, DOMAIN, Selector.parse(selector), PAIR, first);
  }

  private Decision decide(RegistryChange change) {
    return rules.decide(change, "tester", NOW);
  }

  private Decision.Accepted accepted(RegistryChange change) {
    return apply(decide(change));
  }

  private Decision.Accepted apply(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    var accepted = (Decision.Accepted) decision;
    for (var entry : accepted.entries()) {
      try {
        state.apply(
            entry.topic(), entry.key(), entry.value().map(Json::write).orElse(null), offset++);
      } catch (MalformedRecordException e) {
        throw new AssertionError("the rules wrote what the state cannot read", e);
      }
    }
    return accepted;
  }

  private void refused(RegistryChange change, Class<? extends Refusal> why) {
    assertThat(decide(change))
        .isInstanceOfSatisfying(
            Decision.Refused.class, r -> assertThat(r.refusal()).isInstanceOf(why));
  }

  private List<String> states() {
    return state.keys(DOMAIN).stream()
        .map(Versioned::value)
        .map(k -> k.name().selector() + " " + k.state().word())
        .toList();
  }

  @Test
  void aNewKeyWaitsAndActivatingItRetiresTheOneBefore() {
    accepted(key("k2", "s2", FirstState.ANNOUNCED));
    assertThat(states()).containsExactly("s1 active", "s2 announced");
    var written = accepted(move("k2", KeyTransition.FORCE)).entries();
    assertThat(written).extracting(Decision.Entry::key).containsExactly("k2", "k1");
    assertThat(states()).containsExactly("s1 retired", "s2 active");
    assertThat(state.key("k1").orElseThrow().value().sealedPrivateKey()).isEmpty();
  }

  private RegistryChange.SeeKey seen(String id, KeyTransition then, String... records) {
    var key = state.key(id).orElseThrow().value();
    var found =
        new DnsAnswer.Found<>(List.of(records), Duration.ofHours(1), DnssecStatus.NOT_PROVEN);
    var sighting =
        new Sighting(
            key.name().recordName().ascii(),
            key.recordText(),
            NOW,
            List.of(
                new Testimony(Testimony.Witness.RESOLVER, "192.0.2.1:53", found),
                new Testimony(Testimony.Witness.AUTHORITATIVE, "ns.example.com", found)));
    return new RegistryChange.SeeKey(id, sighting, then, NONE);
  }

  @Test
  void aKeyIsActivatedByWhatWasSeenOfIt() {
    accepted(key("k2", "s2", FirstState.ANNOUNCED));
    var text = state.key("k2").orElseThrow().value().recordText();
    refused(seen("k2", KeyTransition.ACTIVATE, "v=DKIM1; p="), Refusal.Conflict.class);
    refused(seen("k2", KeyTransition.ACTIVATE, text, text), Refusal.Conflict.class);
    accepted(seen("k2", KeyTransition.PUBLISH, text));
    assertThat(states()).containsExactly("s1 active", "s2 published");
    refused(seen("k2", KeyTransition.PUBLISH, text), Refusal.Conflict.class);
    refused(seen("k2", KeyTransition.ACTIVATE, "v=DKIM1; p="), Refusal.Conflict.class);
    accepted(seen("k2", KeyTransition.ACTIVATE, text));
    assertThat(states()).containsExactly("s1 retired", "s2 active");
    refused(seen("k2", KeyTransition.ACTIVATE, text), Refusal.Conflict.class);
  }

  @Test
  void aSightingOfAnotherKeyOrWithoutTheDomainsServersIsNone() {
    accepted(key("k2", "s2", FirstState.ANNOUNCED));
    accepted(key("k3", "s3", FirstState.ANNOUNCED));
    var text = state.key("k2").orElseThrow().value().recordText();
    var ofAnother = seen("k2", KeyTransition.ACTIVATE, text).sighting();
    refused(
        new RegistryChange.SeeKey("k3", ofAnother, KeyTransition.ACTIVATE, NONE),
        Refusal.Conflict.class);
    var byResolvers =
        new Sighting(
            ofAnother.recordName(),
            ofAnother.expected(),
            NOW,
            ofAnother.testimonies().subList(0, 1));
    refused(
        new RegistryChange.SeeKey("k2", byResolvers, KeyTransition.ACTIVATE, NONE),
        Refusal.Conflict.class);
    assertThat(states()).containsExactly("s1 active", "s2 announced", "s3 announced");
  }

  @Test
  void keysOfTwoAlgorithmsSignSideBySide() {
    accepted(
        new RegistryChange.AddKey(
            "r1",
            DOMAIN,
            Optional.empty(),
            NewKeyPair.generate(KeyAlgorithm.RSA_2048),
            FirstState.ACTIVE));
    assertThat(states()).containsExactly("2026q4-rsa1 active", "s1 active");
  }

  @Test
  void aSelectorIsNeverUsedAgain() {
    accepted(move("k1", KeyTransition.REVOKE_AT_ONCE));
    refused(key("k2", "s1", FirstState.ACTIVE), Refusal.Conflict.class);
    accepted(new RegistryChange.DeleteDomain(DOMAIN, NONE));
    accepted(new RegistryChange.PutDomain(DOMAIN, ENTRY, NONE));
    refused(key("k3", "S1", FirstState.ANNOUNCED), Refusal.Conflict.class);
  }

  @Test
  void aKeyIsRevokedByForceWhileItsMailIsOnItsWay() {
    accepted(key("k2", "s2", FirstState.ANNOUNCED));
    accepted(move("k2", KeyTransition.REVOKE));
    assertThat(whyNot(move("k1", KeyTransition.REVOKE))).contains("it signs; retire it first");
    accepted(move("k1", KeyTransition.RETIRE));
    assertThat(whyNot(move("k1", KeyTransition.REVOKE))).contains("until 2026-12-07T12:00:00Z");
    accepted(move("k1", KeyTransition.REVOKE_AT_ONCE));
    assertThat(states()).containsExactly("s1 revoked", "s2 revoked");
  }

  private String whyNot(RegistryChange change) {
    return decide(change) instanceof Decision.Refused(var refusal) ? refusal.detail() : "accepted";
  }

  @Test
  void privateKeysAreSealedAnewAndOpenWithTheNewKeyAlone() throws Exception {
    accepted(key("k2", "s2", FirstState.ANNOUNCED));
    accepted(key("k3", "s3", FirstState.ANNOUNCED));
    accepted(move("k3", KeyTransition.REVOKE));
    var second = KeyEncryptionKeys.newFileText().replaceFirst("1:", "2:");
    var anew = new ChangeRules(state, KeyEncryptionKeys.parse(second + keyFile));
    var change = new RegistryChange.SealAnew(List.of("k1", "k2", "k3"));
    var written = apply(anew.decide(change, "tester", NOW));
    assertThat(written.entries()).extracting(Decision.Entry::key).containsExactly("k1", "k2");
    assertThat(new String(Json.write(written.audit()), UTF_8)).doesNotContain("ciphertext");
    var alone = KeyEncryptionKeys.parse(second);
    for (var id : List.of("k1", "k2")) {
      var key = state.key(id).orElseThrow().value();
      assertThat(
              alone.open(
                  key.sealedPrivateKey().orElseThrow(), new KeyEncryption.Binding(id, key.name())))
          .isEqualTo(PAIR.privateKey());
    }
    assertThat(states()).containsExactly("s1 active", "s2 announced", "s3 revoked");
    assertThat(apply(anew.decide(change, "tester", NOW)).entries()).as("again").isEmpty();
    refused(new RegistryChange.SealAnew(List.of("k9")), Refusal.NotFound.class);
    assertThat(rules.decide(change, "tester", NOW))
        .as("without the key it is sealed with")
        .isInstanceOf(Decision.Refused.class);
  }

  @Test
  void aLateKeyIsForTheAuditAlone() {
    accepted(key("k2", "s2", FirstState.ANNOUNCED));
    var sighting = seen("k2", KeyTransition.ACTIVATE, "v=DKIM1; p=").sighting();
    var noted = accepted(new RegistryChange.NoteLateKey("k2", sighting, NOW));
    assertThat(noted.entries()).isEmpty();
    assertThat(noted.audit().subject()).isEqualTo("signing-key/k2");
    assertThat(noted.audit().action()).contains("2026-11-23", "has \"v=DKIM1; p=\"");
    refused(new RegistryChange.NoteLateKey("k9", sighting, NOW), Refusal.NotFound.class);
  }

  @Test
  void anIllegalTransitionIsAConflict() {
    refused(move("k1", KeyTransition.FORCE), Refusal.Conflict.class);
    accepted(move("k1", KeyTransition.RETIRE));
    refused(move("k1", KeyTransition.FORCE), Refusal.Conflict.class);
    refused(move("nosuch", KeyTransition.REVOKE), Refusal.NotFound.class);
  }

  @Test
  void aKeyNeedsADomainAndARecordNameThatFits() {
    var elsewhere = DomainName.of("example.org");
    refused(
        new RegistryChange.AddKey("k2", elsewhere, Optional.empty(), PAIR, FirstState.ANNOUNCED),
        Refusal.NotFound.class);
    var tooLong = ("a".repeat(60) + ".").repeat(3) + "a".repeat(60);
    refused(key("k2", tooLong, FirstState.ANNOUNCED), Refusal.Conflict.class);
  }

  @Test
  void aDomainThatSignsStays() {
    refused(new RegistryChange.DeleteDomain(DOMAIN, NONE), Refusal.Conflict.class);
    accepted(move("k1", KeyTransition.RETIRE));
    accepted(new RegistryChange.DeleteDomain(DOMAIN, NONE));
    assertThat(state.domain(DOMAIN)).isEmpty();
    refused(new RegistryChange.DeleteDomain(DOMAIN, NONE), Refusal.NotFound.class);
  }

  @Test
  void preconditionsAreHeld() {
    refused(
        new RegistryChange.PutDomain(DOMAIN, ENTRY, new Precondition.Absent()),
        Refusal.PreconditionFailed.class);
    long version = state.domain(DOMAIN).orElseThrow().version();
    accepted(new RegistryChange.PutDomain(DOMAIN, ENTRY, new Precondition.Version(version)));
    refused(
        new RegistryChange.PutDomain(DOMAIN, ENTRY, new Precondition.Version(version)),
        Refusal.PreconditionFailed.class);
    refused(
        new RegistryChange.MoveKey("k1", KeyTransition.RETIRE, new Precondition.Version(-1)),
        Refusal.PreconditionFailed.class);
  }

  @Test
  void theBlocklistRemembersWhoAndWhy() {
    var name = new BlockedName.Domain(DOMAIN);
    var line = new BlockedLine(name, "spam since May", Optional.empty());
    accepted(new RegistryChange.PutOnBlocklist(line, new Precondition.Absent()));
    var entry = state.blocklisted(name).orElseThrow();
    assertThat(entry.value())
        .isEqualTo(new BlocklistEntry("example.com", "spam since May", "tester", NOW));
    var there = new Precondition.Version(entry.version());
    var stale = new Precondition.Version(entry.version() + 1);
    refused(
        new RegistryChange.PutOnBlocklist(line, new Precondition.Absent()),
        Refusal.PreconditionFailed.class);
    refused(new RegistryChange.TakeOffBlocklist(name, stale), Refusal.PreconditionFailed.class);
    accepted(new RegistryChange.TakeOffBlocklist(name, there));
    assertThat(state.blocklist()).isEmpty();
    refused(
        new RegistryChange.TakeOffBlocklist(name, new Precondition.None()), Refusal.NotFound.class);
  }

  @Test
  void auditorsSeeWhatChangedAndNoSecret() {
    var audit = accepted(key("k2", "s2", FirstState.ACTIVE)).audit();
    assertThat(audit.subject()).isEqualTo("signing-key/k2");
    var text = new String(Json.write(audit), UTF_8);
    assertThat(text).contains("created active", "example.com").doesNotContain("ciphertext");
  }

  @Test
  void aMalformedRecordChangesNothing() {
    var before = state.keys();
    for (var garbage : List.of("", "null", "{}", "[]", "{\"keyId\":\"k1\"}", "\u0000\u00FF")) {
      assertThat(poison(garbage)).as(garbage).isTrue();
    }
    assertThat(state.keys()).isEqualTo(before);
  }

  private boolean poison(String garbage) {
    try {
      state.apply(MailTopic.REGISTRY_SIGNING_KEYS, "k1", garbage.getBytes(UTF_8), offset++);
      return false;
    } catch (MalformedRecordException _) {
      return true;
    }
  }

  @Test
  void everyStateSurvivesItsRecord() throws Exception {
    var key = state.key("k1").orElseThrow().value();
    var retired = key.after(KeyTransition.RETIRE, NOW).orElseThrow();
    var revoked = retired.after(KeyTransition.REVOKE_AT_ONCE, NOW).orElseThrow();
    accepted(key("k2", "s2", FirstState.ANNOUNCED));
    var announced = state.key("k2").orElseThrow().value();
    var published = announced.after(KeyTransition.PUBLISH, NOW).orElseThrow();
    var seen = published.after(KeyTransition.ACTIVATE, NOW).orElseThrow();
    for (SigningKey each : List.of(key, retired, revoked, announced, published, seen)) {
      assertThat(SigningKeyRecords.read(SigningKeyRecords.write(each))).isEqualTo(each);
    }
  }

  private static RegistryChange.MoveKey move(String id, KeyTransition transition) {
    return new RegistryChange.MoveKey(id, transition, NONE);
  }
}
