package org.postseal.signer.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.dns.DomainName;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.registryview.RegistryHttp;
import org.postseal.signer.keyring.Keyring;
import org.postseal.signer.keyring.SigningKeys;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.PublicKeyEntry;

/**
 * Several signers' keyrings on a real broker, and a registry that does not know of the revocation
 * yet: a replica that lags.
 */
class KeyChangesTest {
  private static final DomainName OURS = DomainName.of("ours.example");
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final int SIGNERS = 5;

  @TempDir private Path directory;
  private EmbeddedBroker broker;
  private HttpServer registry;
  private volatile String selector = "s1";
  private final List<RegistryHttp> clients = new ArrayList<>();
  private final List<Keyring> keyrings = new ArrayList<>();
  private final List<KeyChanges> following = new ArrayList<>();

  @BeforeEach
  void signersKnowTheKey() throws Exception {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(directory, 0, BrokerSettings.Durability.PAGE_CACHE));
    startRegistry();
    var url = URI.create("http://127.0.0.1:" + registry.getAddress().getPort());
    for (int i = 0; i < SIGNERS; i++) {
      var client =
          new RegistryHttp(
              new RegistryHttp.Endpoint(
                  url, Optional.empty(), Duration.ofSeconds(5), Duration.ofSeconds(1)),
              Optional.empty());
      clients.add(client);
      var keyring = Keyring.of(client, new Keyring.Limits(LONG, 10));
      keyrings.add(keyring);
      following.add(KeyChanges.follow(broker.clientSettings(), keyring));
    }
    await(Duration.ofSeconds(30), () -> following.stream().allMatch(KeyChanges::isFollowing));
    assertThat(signing()).containsOnly("s1");
  }

  private void startRegistry() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var secret = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          var answer =
              """
              {"signed":true,"signingDomain":"ours.example","keys":[
               {"selector":"%s","algorithm":"ed25519-sha256","privateKey":"%s"}]}"""
                  .formatted(selector, secret)
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    registry.start();
  }

  @AfterEach
  void stop() {
    following.forEach(KeyChanges::close);
    clients.forEach(RegistryHttp::close);
    registry.stop(0);
    broker.close();
  }

  /** With what each signs, or that it does not. */
  private List<String> signing() {
    return keyrings.stream()
        .map(
            keyring ->
                keyring.keysOf(OURS) instanceof SigningKeys.Active(var keys)
                    ? keys.getFirst().selector().ascii()
                    : "nothing")
        .toList();
  }

  private void awaitAll(String what) throws InterruptedException {
    await(SOON, () -> signing().equals(Collections.nCopies(SIGNERS, what)));
  }

  private static void await(Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private void write(String selector, byte[] value) {
    var settings = new HashMap<String, Object>(broker.clientSettings());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "registry");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ =
          producer.send(
              new ProducerRecord<>(
                  MailTopic.REGISTRY_PUBLIC_KEYS.topic(),
                  (selector + "._domainkey.ours.example").getBytes(UTF_8),
                  value));
      producer.commitTransaction();
    }
  }

  private static PublicKeyEntry entry(String selector, String publicKey) {
    return new PublicKeyEntry("ours.example", selector, "v=DKIM1; k=ed25519; p=" + publicKey);
  }

  @Test
  void everySignerStopsWithinTwoSecondsOfARevocation() throws Exception {
    write("s1", Json.write(entry("s1", "")));
    awaitAll("nothing");
    selector = "s2";
    write("s2", Json.write(entry("s2", "AAAA")));
    awaitAll("s2");
  }

  @Test
  void aRecordThatCannotBeReadMakesThemAskAnew() throws Exception {
    selector = "s2";
    assertThat(signing()).containsOnly("s1");
    write("s1", "{poison".getBytes(UTF_8));
    awaitAll("s2");
  }
}
