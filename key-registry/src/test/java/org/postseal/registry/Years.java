package org.postseal.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postseal.authentication.Signer;
import org.postseal.authentication.dkim.PrivateKeys;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.dns.server.ZoneServer;
import org.postseal.registry.journal.ChangeOutcome;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.Precondition;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.RegistryChange.FirstState;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.lookup.SigningDomains;
import org.postseal.registry.publication.PublicRecords;
import org.postseal.registry.publication.ZoneServers;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.InstanceId;

/**
 * A registry of one domain in fast motion: real Kafka, real DNS packets, a clock that a test moves.
 * The domain begins with a key of each algorithm that signs and is published.
 */
final class Years implements AutoCloseable {

  static final DomainName DOMAIN = DomainName.of("example.com");
  static final Instant BEGAN = Instant.parse("2026-01-01T08:00:00Z");
  static final Duration DAY = Duration.ofDays(1);
  private static final String AUTHOR = "tester";

  final ZoneServer resolver = ZoneServer.start();
  final ZoneServer authoritative = ZoneServer.start();
  final EmbeddedBroker broker;
  final Journal journal;
  final RotatingWriter rotating;
  private final KeyEncryption encryption = KeyEncryptionKeys.parse(KeyEncryptionKeys.newFileText());
  private volatile Instant now = BEGAN;

  Years(Path directory) throws InterruptedException {
    resolver.ns("example.com", "ns1.example.com").address("ns1.example.com", "127.0.0.1");
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(directory, 0, BrokerSettings.Durability.PAGE_CACHE));
    journal =
        new Journal(
            new HashMap<>(broker.clientSettings()),
            new Journal.Replica(
                InstanceId.random(), Optional.of(URI.create("http://registry.example"))),
            encryption,
            clock());
    journal.start();
    if (!journal.awaitOffice(Duration.ofSeconds(60))) {
      throw new IllegalStateException("no office");
    }
    rotating =
        new RotatingWriter(
            journal,
            records(),
            new RotatingWriter.Times(
                Optional.of(Duration.ofDays(180)),
                Duration.ofDays(14),
                Duration.ofDays(14),
                Duration.ofMinutes(5),
                10),
            clock());
    begin();
  }

  private void begin() {
    made(
        new RegistryChange.PutDomain(
            DOMAIN,
            new DomainEntry(DOMAIN.ascii(), true, true, SigningPolicy.ALL, false, Optional.empty()),
            new Precondition.None()));
    for (var algorithm : KeyAlgorithm.values()) {
      made(
          new RegistryChange.AddKey(
              "first-" + algorithm,
              DOMAIN,
              Optional.empty(),
              NewKeyPair.generate(algorithm),
              FirstState.ACTIVE));
    }
    keys().forEach(this::publish);
  }

  private PublicRecords records() {
    return new PublicRecords(
        new PublicRecords.Whom(List.of(resolver.address()), Duration.ofSeconds(5)),
        new ZoneServers(
            new ReachableAddresses(Loopback.ALLOWED, PrivateNetworks.REFUSED),
            authoritative.address().getPort(),
            8),
        clock());
  }

  InstantSource clock() {
    return () -> now;
  }

  Instant now() {
    return now;
  }

  long day() {
    return Duration.between(BEGAN, now).toDays();
  }

  void nextDay() {
    now = now.plus(DAY);
  }

  void made(RegistryChange change) {
    var outcome = journal.make(change, AUTHOR);
    if (!(outcome instanceof ChangeOutcome.Made)) {
      throw new IllegalStateException(outcome.toString());
    }
  }

  List<SigningKey> keys() {
    return journal.state().keys(DOMAIN).stream().map(Versioned::value).toList();
  }

  /** What an operator does with the text of the registry. */
  void publish(SigningKey key) {
    publishAt(authoritative, key);
    publishAt(resolver, key);
  }

  /** An operator who is slow, and whose servers do not all get it on the same day. */
  void publishLately() {
    for (var key : keys()) {
      var since = key.state().revokedSince().orElse(key.state().announced());
      var age = Duration.between(since, now).toDays();
      if (age >= 2) {
        publishAt(authoritative, key);
      }
      if (age >= 3) {
        publishAt(resolver, key);
      }
    }
  }

  private static void publishAt(ZoneServer server, SigningKey key) {
    var name = key.name().recordName().ascii();
    server.removeTxt(name).txt(name, key.recordText());
  }

  /** One letter, signed with what the registry would give a signer now. */
  byte[] signedLetter() {
    var keys = new SigningDomains(journal.state()).activeKeys(DOMAIN).stream().map(this::opened);
    var all = keys.toList();
    var letter =
        ("From: Alice <alice@example.com>\r\nTo: bob@example.net\r\nSubject: day "
                + day()
                + "\r\nDate: Thu, 01 Jan 2026 08:00:00 +0000\r\n"
                + "Message-ID: <"
                + day()
                + "@example.com>\r\n\r\nHello.\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try {
      var signer =
          Signer.of(
                  all.getFirst(),
                  all.subList(1, all.size())
                      .toArray(org.postseal.authentication.dkim.SigningKey[]::new))
              .by(clock());
      return switch (signer.sign(new ByteArrayInputStream(letter))) {
        case SigningResult.Signed(var fields) -> below(fields, letter);
        case SigningResult.Refused(var reason) -> throw new IllegalStateException(reason);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] below(List<String> fields, byte[] letter) {
    var text = String.join("\r\n", fields) + "\r\n";
    var octets = new ByteArrayOutputStream();
    octets.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    octets.writeBytes(letter);
    return octets.toByteArray();
  }

  private org.postseal.authentication.dkim.SigningKey opened(SigningKey key) {
    try {
      var secret =
          encryption.open(key.sealedPrivateKey().orElseThrow(), new Binding(key.id(), key.name()));
      return new org.postseal.authentication.dkim.SigningKey(
          key.name().domain(),
          key.name().selector(),
          SignatureAlgorithm.parse(key.algorithm().signatureAlgorithm()).orElseThrow(),
          PrivateKeys.readPkcs8(secret).orElseThrow());
    } catch (KeyEncryption.UnopenableKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many keys there are in each state. */
  Map<String, Long> states() {
    return keys().stream()
        .map(SigningKey::state)
        .collect(Collectors.groupingBy(KeyState::word, TreeMap::new, Collectors.counting()));
  }

  @Override
  public void close() {
    rotating.close();
    journal.close();
    broker.close();
    resolver.close();
    authoritative.close();
  }
}
