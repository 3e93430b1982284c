package org.postseal.relay.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.KeptPolicy;
import org.postseal.smtpclient.sts.PolicyFetch.Fetched;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.sts.StsPolicy;
import org.postseal.smtpclient.tls.TlsDefect;

/** What one relay fetches another knows. The topic is a list, in order. */
class PolicyTopicTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final DomainName DOMAIN = DomainName.of("a.example");

  private final List<ProducerRecord<byte[], byte[]>> topic = new ArrayList<>();
  private final PolicyTopic memory = new PolicyTopic(topic::add);

  private static KeptPolicy policy(StsPolicy.Mode mode, Instant fetchedAt) {
    return new KeptPolicy(
        DOMAIN,
        "20261123",
        new StsPolicy(mode, List.of("mx.a.example", "*.a.example"), Duration.ofDays(7)),
        fetchedAt);
  }

  /** A relay that can fetch nothing itself. */
  private StsPolicies another() {
    var policies =
        new StsPolicies(
            new NoDns(),
            _ -> new Fetched.Failed(TlsDefect.STS_POLICY_FETCH_ERROR, "away"),
            memory,
            new StsPolicies.Limits(
                10, Duration.ofMinutes(5), Duration.ofDays(1), 1, Duration.ofSeconds(1)),
            () -> NOW);
    topic.forEach(record -> PolicyTopic.take(arrived(record), policies));
    return policies;
  }

  @Test
  void whatOneRelayFetchesAnotherKnows() {
    memory.keep(policy(StsPolicy.Mode.TESTING, NOW.minusSeconds(60)));
    memory.keep(policy(StsPolicy.Mode.ENFORCE, NOW));

    var found = another().of(DOMAIN);

    assertThat(found.policy()).contains(policy(StsPolicy.Mode.ENFORCE, NOW).policy());
  }

  @Test
  void theLaterCountsWhateverComesLater() {
    memory.keep(policy(StsPolicy.Mode.ENFORCE, NOW));
    memory.keep(policy(StsPolicy.Mode.TESTING, NOW.minusSeconds(60)));

    assertThat(another().of(DOMAIN).policy().map(StsPolicy::mode)).contains(StsPolicy.Mode.ENFORCE);
  }

  @Test
  void whatIsForgottenIsGone() {
    memory.keep(policy(StsPolicy.Mode.ENFORCE, NOW));
    memory.forget(DOMAIN);

    assertThat(another().of(DOMAIN).policy()).isEmpty();
  }

  @Test
  void whatHasExpiredOrComesFromTheFutureIsNotTaken() {
    memory.keep(policy(StsPolicy.Mode.ENFORCE, NOW.minus(Duration.ofDays(8))));
    memory.keep(policy(StsPolicy.Mode.ENFORCE, NOW.plus(Duration.ofDays(1))));

    assertThat(another().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{half of a li",
        "null",
        "{\"domain\":\"b.example\",\"id\":\"1\",\"mode\":\"enforce\",\"mx\":[],"
            + "\"maxAgeSeconds\":60,\"fetchedAt\":\"2026-11-29T10:00:00Z\"}",
        "{\"domain\":\"a.example\",\"id\":\"1\",\"mode\":\"never\",\"mx\":[],"
            + "\"maxAgeSeconds\":60,\"fetchedAt\":\"2026-11-29T10:00:00Z\"}",
        "{\"domain\":\"a.example\",\"id\":\"1\",\"mode\":\"enforce\",\"mx\":[],"
            + "\"maxAgeSeconds\":-1,\"fetchedAt\":\"2026-11-29T10:00:00Z\"}",
        "{\"domain\":\"a.example\",\"id\":\"1\",\"mode\":\"enforce\",\"mx\":[],"
            + "\"maxAgeSeconds\":999999999999,\"fetchedAt\":\"2026-11-29T10:00:00Z\"}",
      })
  void aRecordThatCannotBeReadCostsNoOther(String value) {
    topic.add(
        new ProducerRecord<>(
            "relay.sts-policies",
            "a.example".getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8)));
    topic.add(new ProducerRecord<>("relay.sts-policies", null, new byte[0]));
    assertThat(another().size()).isZero();
    memory.keep(policy(StsPolicy.Mode.ENFORCE, NOW));

    assertThat(another().size()).isEqualTo(1);
  }

  private static ConsumerRecord<byte[], byte[]> arrived(ProducerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        0,
        0,
        0,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        record.key(),
        record.value(),
        new RecordHeaders(),
        Optional.empty());
  }
}
