package org.postseal.registry.externaldns;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Publication;
import org.postseal.registry.publication.Publisher;
import org.postseal.registry.publication.Publisher.Published;

/** Against an API server that answers what it is told to. */
class EndpointPublisherTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String PATH =
      "/apis/externaldns.k8s.io/v1alpha1/namespaces/mail/dnsendpoints/dkim-k1"
          + "?fieldManager=postseal-key-registry&force=true";

  private final KubernetesMockServer server = new KubernetesMockServer(false);

  @BeforeEach
  void start() {
    server.init();
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  private EndpointPublisher publisher(LongText longText) {
    return new EndpointPublisher(
        server.createClient(
            builder ->
                builder
                    .editOrNewConfig()
                    .withRequestRetryBackoffLimit(0)
                    .withRequestTimeout(2_000)
                    .endConfig()),
        new EndpointPublisher.Manner(
            List.of(DomainName.of("example.com")), "mail", longText, Duration.ofHours(1)));
  }

  private static SigningKey key(String id, KeyAlgorithm algorithm, int octets) {
    return new SigningKey(
        id,
        new KeyName(new Selector("s1"), DomainName.of("example.com")),
        algorithm,
        new byte[octets],
        new KeyState.Announced(NOW),
        Optional.empty());
  }

  private DnsEndpoint sent() throws InterruptedException {
    var request = server.takeRequest();
    assertThat(request.getMethod()).isEqualTo("PATCH");
    assertThat(request.getPath()).isEqualTo(PATH);
    assertThat(request.getHeader("Content-Type")).startsWith("application/apply-patch+yaml");
    return Serialization.unmarshal(request.getBody().readUtf8(), DnsEndpoint.class);
  }

  private void taken() {
    server.expect().patch().withPath(PATH).andReturn(200, new DnsEndpoint()).always();
  }

  @Test
  void aKeyRecordIsAnObjectOfItsOwn() throws Exception {
    taken();
    var key = key("k1", KeyAlgorithm.ED25519, 32);

    assertThat(publisher(LongText.WHOLE).publish(List.of(key))).isEqualTo(new Published.There());

    var endpoint = sent();
    assertThat(endpoint.getApiVersion()).isEqualTo("externaldns.k8s.io/v1alpha1");
    assertThat(endpoint.getKind()).isEqualTo("DNSEndpoint");
    assertThat(endpoint.getMetadata().getName()).isEqualTo("dkim-k1");
    assertThat(endpoint.getMetadata().getNamespace()).isEqualTo("mail");
    assertThat(endpoint.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/managed-by", "postseal-key-registry");
    assertThat(endpoint.getSpec())
        .isEqualTo(
            new DnsEndpoint.Spec(
                List.of(
                    new DnsEndpoint.Endpoint(
                        "s1._domainkey.example.com", 3600, "TXT", List.of(key.recordText())))));
    assertThat(endpoint.getStatus()).as("external-dns' own").isNull();
  }

  @Test
  void aRevokedKeysRecordIsVoid() throws Exception {
    taken();
    var revoked =
        key("k1", KeyAlgorithm.ED25519, 32).after(KeyTransition.REVOKE, NOW).orElseThrow();
    publisher(LongText.WHOLE).publish(List.of(revoked));
    assertThat(sent().getSpec().endpoints().getFirst().targets())
        .containsExactly("v=DKIM1; k=ed25519; p=");
  }

  @Test
  void aLongTextIsWholeOrInQuotedStrings() throws Exception {
    taken();
    var rsa = key("k1", KeyAlgorithm.RSA_2048, 294);
    var text = rsa.recordText();
    assertThat(text).hasSizeBetween(256, 510);
    publisher(LongText.WHOLE).publish(List.of(rsa));
    assertThat(sent().getSpec().endpoints().getFirst().targets()).containsExactly(text);
    publisher(LongText.QUOTED).publish(List.of(rsa));
    assertThat(sent().getSpec().endpoints().getFirst().targets())
        .containsExactly("\"" + text.substring(0, 255) + "\" \"" + text.substring(255) + "\"");
    publisher(LongText.QUOTED).publish(List.of(key("k1", KeyAlgorithm.ED25519, 32)));
    assertThat(sent().getSpec().endpoints().getFirst().targets().getFirst())
        .as("one string needs no quotes")
        .startsWith("v=DKIM1");
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized, '401: Unauthorized'",
    "403, 'dnsendpoints.externaldns.k8s.io is forbidden', '403: dnsendpoints.externaldns.k8s.io is"
        + " forbidden'",
    "404, 'not found', '404: the cluster does not know DNSEndpoint (externaldns.k8s.io/v1alpha1),"
        + " or not the namespace'",
    "422, 'spec.endpoints is invalid', '422: spec.endpoints is invalid'",
    "500, 'etcd', '500: etcd'",
  })
  void whatTheServerRefusesIsSaid(int status, String message, String reason) {
    server
        .expect()
        .patch()
        .withPath(PATH)
        .andReturn(status, new StatusBuilder().withCode(status).withMessage(message).build())
        .once();
    taken();
    var keys = List.of(key("k1", KeyAlgorithm.ED25519, 32));
    var publisher = publisher(LongText.WHOLE);

    assertThat(publisher.publish(keys))
        .isEqualTo(new Published.Failed("DNSEndpoint of s1._domainkey.example.com: " + reason));
    assertThat(publisher.publish(keys)).as("the next round").isEqualTo(new Published.There());
  }

  @Test
  void aServerThatIsGoneIsSaidAndTriedAgain() {
    var publisher = publisher(LongText.WHOLE);
    var publication =
        new Publication(
            () -> List.of(key("k1", KeyAlgorithm.ED25519, 32)),
            List.of(publisher, Publisher.byHand()));
    server.destroy();

    assertThat(publication.round())
        .singleElement()
        .asString()
        .startsWith("DNSEndpoint of s1._domainkey.example.com: the API server cannot be asked: ");
    assertThat(publication.failing()).isOne();
    assertThat(publication.round()).as("nothing new to say").isEmpty();
    assertThat(publication.failing()).isOne();
  }

  @Test
  void aServerThatDoesNotAnswerCostsItsPatience() {
    server
        .expect()
        .patch()
        .delay(30, TimeUnit.SECONDS)
        .withPath(PATH)
        .andReturn(200, new DnsEndpoint())
        .always();
    long began = System.nanoTime();
    assertThat(publisher(LongText.WHOLE).publish(List.of(key("k1", KeyAlgorithm.ED25519, 32))))
        .isInstanceOf(Published.Failed.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void itIsForItsZonesAlone() {
    var publisher = publisher(LongText.WHOLE);
    assertThat(publisher.isFor(name("example.com"))).isTrue();
    assertThat(publisher.isFor(name("sub.example.com"))).isTrue();
    assertThat(publisher.isFor(name("notexample.com"))).isFalse();
    assertThat(publisher.isFor(name("example.org"))).isFalse();
  }

  private static KeyName name(String domain) {
    return new KeyName(new Selector("s1"), DomainName.of(domain));
  }
}
