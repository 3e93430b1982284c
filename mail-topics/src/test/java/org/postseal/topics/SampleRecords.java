package org.postseal.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.DomainKeysDigest;
import org.postseal.authentication.message.HashAlgorithm;

/** Records of every kind as the code writes them: the fullest, the barest, and every word. */
final class SampleRecords {
  private static final TransactionId ID = TransactionId.next(Fixtures.NOW);
  private static final InstanceId INSTANCE = new InstanceId("replica-1");
  private static final ReplyLine REPLY = new ReplyLine(451, "4.7.5", "later");
  private static final byte[] OCTETS = {1, 2, 3};
  private static final Optional<TraceParent> TRACE =
      Optional.of(
          new TraceParent(
              "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
              Optional.of("vendor=opaque")));

  private final List<Sample> samples = new ArrayList<>();

  private SampleRecords() {}

  /** A record, and what docs/asyncapi.yaml calls it. */
  record Sample(String message, MailTopic topic, ProducerRecord<byte[], byte[]> record) {}

  static List<Sample> all() {
    var all = new SampleRecords();
    all.questions();
    all.answers();
    all.messages();
    all.events();
    all.entries();
    return all.samples;
  }

  private void add(String message, MailTopic topic, ProducerRecord<byte[], byte[]> record) {
    samples.add(new Sample(message, topic, record));
  }

  /** As it is, and as part of a trace. */
  private void addTwice(String message, MailTopic topic, ProducerRecord<byte[], byte[]> record) {
    add(message, topic, record);
    var traced =
        new ProducerRecord<>(
            record.topic(), null, null, record.key(), record.value(), record.headers());
    TRACE.orElseThrow().putInto(traced.headers());
    add(message, topic, traced);
  }

  private void questions() {
    for (int attempt = 1; attempt <= 2; attempt++) {
      var asker = new Asker(INSTANCE, Duration.ofSeconds(20), attempt);
      for (var envelope : envelopes()) {
        for (var message : digestedMessages()) {
          addTwice(
              "verifyQuestion",
              MailTopic.VERIFY,
              new VerifyQuestion(ID, asker, envelope, message).toRecord(0));
          addTwice(
              "signQuestion",
              MailTopic.SIGN,
              new SignQuestion(ID, asker, envelope, List.of("@a.example"), message).toRecord(0));
        }
      }
    }
  }

  private static List<Envelope> envelopes() {
    var envelopes = new ArrayList<Envelope>();
    envelopes.add(Fixtures.envelope());
    for (var listener : List.of("mx", "submission", "submissions", "local")) {
      envelopes.add(
          new Envelope(
              "",
              List.of(),
              new Envelope.Client("2001:db8::1", "client.example", Optional.empty(), listener),
              Optional.of("alice"),
              "7BIT",
              true,
              Fixtures.NOW));
    }
    for (var proof : ReversePathProof.values()) {
      envelopes.add(Fixtures.envelope().withProof(Optional.of(proof)));
    }
    envelopes.add(Fixtures.envelopeWith(Fixtures.REQUESTS));
    envelopes.add(
        Fixtures.envelopeWith(
            new Envelope.Requests(
                false,
                Optional.of("FULL"),
                Optional.empty(),
                Map.of(
                    "bob@receiver.example",
                    new Envelope.RecipientRequests(
                        Optional.empty(), Optional.of("utf-8;bob@receiver.example"))))));
    envelopes.add(
        Fixtures.envelopeWith(
            new Envelope.Requests(true, Optional.empty(), Optional.empty(), Map.of())));
    return envelopes;
  }

  private static List<DigestedMessage> digestedMessages() {
    var messages = new ArrayList<DigestedMessage>();
    messages.add(new DigestedMessage(OCTETS, List.of(), List.of(), 3, Optional.empty()));
    for (var defect : ContentDefect.values()) {
      messages.add(
          new DigestedMessage(
              OCTETS,
              bodyDigests(),
              List.of(new DomainKeysDigest(2, OCTETS)),
              3,
              Optional.of(defect)));
    }
    return messages;
  }

  private static List<BodyDigest> bodyDigests() {
    var digests = new ArrayList<BodyDigest>();
    for (var algorithm : HashAlgorithm.values()) {
      for (var canonicalization : Canonicalization.values()) {
        for (var length : List.of(OptionalLong.empty(), OptionalLong.of(12))) {
          digests.add(
              new BodyDigest(new BodyDigestSpec(canonicalization, algorithm, length), OCTETS, 99));
        }
      }
    }
    return digests;
  }

  private void answers() {
    for (var action : Verdict.Action.values()) {
      addTwice(
          "verdict",
          MailTopic.VERDICTS,
          new Verdict(
                  ID,
                  INSTANCE,
                  action,
                  "signing-policy",
                  REPLY,
                  Optional.of("mx.receiver.example; dkim=none"),
                  Optional.of(Json.tree(Map.of("dkim", List.of()))))
              .toRecord());
    }
    for (var proof : ReversePathProof.values()) {
      add(
          "verdict",
          MailTopic.VERDICTS,
          new Verdict(
                  ID,
                  INSTANCE,
                  Verdict.Action.ACCEPT,
                  "default",
                  new ReplyLine(250, "2.0.0", ""),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(proof))
              .toRecord());
    }
    add(
        "verdict",
        MailTopic.VERDICTS,
        new Verdict(
                ID,
                INSTANCE,
                Verdict.Action.DEFER,
                "could-not-fetch",
                REPLY,
                Optional.empty(),
                Optional.empty())
            .toRecord());
    for (var outcome :
        List.of(
            new Signatures.Outcome.Signed("DKIM-Signature: x\r\n".getBytes(UTF_8)),
            new Signatures.Outcome.Refused(new ReplyLine(550, "5.7.1", ""), "identity"),
            new Signatures.Outcome.Deferred(REPLY, "no key"))) {
      addTwice(
          "signatures", MailTopic.SIGNATURES, new Signatures(ID, INSTANCE, outcome).toRecord());
    }
  }

  private void messages() {
    for (var topic : List.of(MailTopic.ACCEPTED, MailTopic.QUARANTINE)) {
      for (var origin : Origin.values()) {
        for (var trace : List.of(TRACE, Optional.<TraceParent>empty())) {
          RecordGroup.of(topic, ID, origin, Fixtures.envelope(), List.of(ByteBuffer.wrap(OCTETS)))
              .inTrace(trace)
              .records()
              .forEach(record -> add("acceptedMessage", topic, record));
        }
      }
    }
    RecordGroup.of(
            MailTopic.HELD, ID, Origin.MX, Fixtures.envelope(), List.of(ByteBuffer.wrap(OCTETS)))
        .heldAs("3-0badcafe")
        .records()
        .forEach(record -> add("heldMessage", MailTopic.HELD, record));
    for (var stored :
        List.of(
            Optional.of(new RetryRecord.Coordinates("mail.accepted", 3, List.of(7L, 8L))),
            Optional.<RetryRecord.Coordinates>empty())) {
      for (var state : retryStates(stored)) {
        retries(state, stored.isPresent() ? Optional.empty() : TRACE);
      }
    }
    var poison = new ProducerRecord<byte[], byte[]>("mail.verify", OCTETS, OCTETS);
    poison.headers().add("anything", OCTETS);
    add(
        "deadLetter",
        MailTopic.DEAD_LETTER,
        DeadLetter.record(Fixtures.arrived(poison), "verifier", "no envelope", Fixtures.NOW));
  }

  private static List<RetryRecord.State> retryStates(Optional<RetryRecord.Coordinates> stored) {
    var states = new ArrayList<RetryRecord.State>();
    states.add(
        new RetryRecord.State(
            1, Fixtures.NOW, Fixtures.NOW, "451 4.3.0 later", 3, "0".repeat(64), stored));
    for (var kind : DueReport.Kind.values()) {
      for (var action : DueReport.Action.values()) {
        states.add(
            new RetryRecord.State(
                1,
                Fixtures.NOW,
                Fixtures.NOW,
                "451 4.3.0 later",
                3,
                "0".repeat(64),
                stored,
                Optional.of(Fixtures.NOW),
                Optional.of(Fixtures.report(kind, action)),
                stored.map(where -> new RetryRecord.Chain(1, 0, where)),
                stored.map(_ -> List.of("mx.receiver.example", "192.0.2.25"))));
      }
    }
    return states;
  }

  private void retries(RetryRecord.State state, Optional<TraceParent> trace) {
    var retry =
        new RetryRecord(ID, Origin.MX, Fixtures.envelope(), state, Optional.of(OCTETS), trace);
    for (var topic :
        List.of(
            MailTopic.RETRY_1M,
            MailTopic.RETRY_5M,
            MailTopic.RETRY_15M,
            MailTopic.RETRY_1H,
            MailTopic.RETRY_4H)) {
      add("retry", topic, retry.toRecord(topic));
    }
  }

  private void events() {
    for (var type : CloudEvent.Type.values()) {
      switch (type) {
        case RECEIVED ->
            mailEvent(
                type,
                TransactionFact.received(Fixtures.envelope(), 1234)
                    .withMessageId(Optional.of("1@a.example")));
        case ACCEPTED, QUARANTINED ->
            mailEvent(
                type,
                new TransactionFact(
                    Fixtures.envelope(),
                    Optional.of(1234L),
                    Optional.of("250 2.0.0 Ok: stored as " + ID),
                    Optional.of("default"),
                    Optional.of(Json.tree(Map.of("dkim", List.of())))));
        case REJECTED, DEFERRED ->
            mailEvent(
                type,
                new TransactionFact(
                    Fixtures.envelope(),
                    Optional.empty(),
                    Optional.of(REPLY.toString()),
                    Optional.of("bare-lf"),
                    Optional.empty()));
        case ABANDONED ->
            mailEvent(
                type,
                new TransactionFact(
                    Fixtures.envelope(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("client-gone"),
                    Optional.empty()));
        case LOGIN_FAILED -> {
          login(type, new LoginFact("192.0.2.1", "alice", "PLAIN", "submission", "wrong"));
          login(type, new LoginFact("192.0.2.1", "", "EXTERNAL", "submissions", "throttled"));
        }
        case DELIVERED -> {
          for (var via : Fixtures.vias()) {
            deliveryEvent(
                type,
                new DeliveryFact(
                    "bob@receiver.example",
                    "mx:receiver.example",
                    "250 2.0.0 ok",
                    1,
                    812,
                    Optional.empty(),
                    Optional.of(via),
                    Optional.of(Fixtures.tlsSessions())));
          }
        }
        case UNDELIVERABLE -> deliveryEvent(type, delivery(Optional.empty()));
        case DELIVERY_DEFERRED -> deliveryEvent(type, delivery(Optional.of(Fixtures.NOW)));
        case INCOMPLETE ->
            event(
                "incompleteEvent",
                MailTopic.DELIVERIES,
                type,
                ID.value(),
                new IncompleteFact("mail.accepted", 3, "incomplete after 15 minutes"));
        case OPERATOR_ACTED -> {
          for (var action : OperatorOrder.Action.values()) {
            event("operatorEvent", MailTopic.AUDIT, type, ID.value(), order(action));
          }
        }
        case DOMAIN_CHANGED,
            BLOCKLIST_CHANGED,
            SIGNING_KEY_CHANGED,
            SOURCES_DISAGREE,
            KEY_ROTATION_LATE ->
            event("registryEvent", MailTopic.REGISTRY_AUDIT, type, "a.example", Map.of());
      }
    }
  }

  private void login(CloudEvent.Type type, LoginFact fact) {
    event("loginEvent", MailTopic.EVENTS, type, fact.client(), fact);
  }

  private void mailEvent(CloudEvent.Type type, TransactionFact fact) {
    event("mailEvent", MailTopic.EVENTS, type, ID.value(), fact);
  }

  private void deliveryEvent(CloudEvent.Type type, DeliveryFact fact) {
    event("deliveryEvent", MailTopic.DELIVERIES, type, ID.value(), fact);
  }

  private static DeliveryFact delivery(Optional<Instant> nextAttemptAt) {
    return new DeliveryFact(
        "bob@receiver.example", "mx:receiver.example", "451 4.3.0 later", 1, 812, nextAttemptAt);
  }

  /** As it is, and as part of a trace. */
  private void event(
      String message, MailTopic topic, CloudEvent.Type type, String subject, Object data) {
    var bare = CloudEvent.of(type, "/relay/replica-1", subject, Fixtures.NOW, data);
    add(message, topic, bare.toRecord(topic));
    add(message, topic, bare.inTrace(TRACE).toRecord(topic));
  }

  private static OperatorOrder order(OperatorOrder.Action action) {
    return new OperatorOrder(
        OperatorOrder.Subject.waiting(ID, 3, List.of("bob@receiver.example")),
        action,
        List.of("bob@receiver.example"),
        action == OperatorOrder.Action.RETRY ? Optional.of(ID) : Optional.empty(),
        "operator/0badcafe",
        Fixtures.NOW,
        "because");
  }

  private void entries() {
    for (var action : OperatorOrder.Action.values()) {
      add("order", MailTopic.ORDERS, order(action).toRecord());
    }
    for (var mode : StsPolicyEntry.Mode.values()) {
      add(
          "stsPolicy",
          MailTopic.STS_POLICIES,
          new StsPolicyEntry(
                  "receiver.example",
                  "1",
                  mode,
                  List.of("*.receiver.example"),
                  86_400,
                  Fixtures.NOW)
              .toRecord());
    }
    for (var policy : DomainEntry.SigningPolicy.values()) {
      entry("domainEntry", MailTopic.REGISTRY_DOMAINS, domain(policy, Optional.empty()));
    }
    for (var mode : DomainEntry.Mode.values()) {
      entry(
          "domainEntry",
          MailTopic.REGISTRY_DOMAINS,
          domain(DomainEntry.SigningPolicy.ALL, Optional.of(mode)));
    }
    entry(
        "blocklistEntry",
        MailTopic.REGISTRY_BLOCKLIST,
        new BlocklistEntry("a.example", "spam", "operator", Fixtures.NOW));
    entry(
        "blocklistEntry",
        MailTopic.REGISTRY_BLOCKLIST,
        new BlocklistEntry(
            Optional.empty(),
            Optional.of("192.0.2.0/24"),
            "spam",
            "operator",
            Fixtures.NOW,
            Optional.of(Fixtures.NOW)));
    for (var trust : PolicyPin.Trust.values()) {
      for (var source : PolicyPin.Source.values()) {
        entry(
            "policyPin",
            MailTopic.REGISTRY_POLICY_PINS,
            new PolicyPin(
                "a.example",
                DomainEntry.SigningPolicy.ALL,
                false,
                "20261123a",
                source,
                trust,
                Fixtures.NOW,
                Fixtures.NOW.plusSeconds(86_400)));
      }
    }
    var sealed = new SigningKeyEntry.SealedPrivateKey(1, OCTETS, OCTETS);
    for (var algorithm : List.of("rsa", "ed25519")) {
      entry(
          "signingKeyEntry",
          MailTopic.REGISTRY_SIGNING_KEYS,
          key(algorithm, Optional.empty(), Optional.empty()));
      entry(
          "signingKeyEntry",
          MailTopic.REGISTRY_SIGNING_KEYS,
          key(algorithm, Optional.of(Fixtures.NOW), Optional.of(sealed)));
    }
    entry(
        "publicKeyEntry",
        MailTopic.REGISTRY_PUBLIC_KEYS,
        new PublicKeyEntry("a.example", "s0", "v=DKIM1; k=rsa; p=AAAA"));
    entry(
        "publicKeyEntry",
        MailTopic.REGISTRY_PUBLIC_KEYS,
        new PublicKeyEntry(
            "a.example", "s1", "v=DKIM1; k=rsa; p=", Optional.of(LocalDate.of(2027, 4, 1))));
    for (var topic :
        List.of(
            MailTopic.REGISTRY_DOMAINS,
            MailTopic.REGISTRY_BLOCKLIST,
            MailTopic.REGISTRY_SIGNING_KEYS)) {
      add(
          "registryMarker",
          topic,
          new ProducerRecord<>(topic.topic(), RegistryMarker.key(INSTANCE), new byte[0]));
    }
  }

  private void entry(String message, MailTopic topic, Object entry) {
    add(
        message,
        topic,
        new ProducerRecord<>(topic.topic(), "a.example".getBytes(UTF_8), Json.write(entry)));
  }

  private static DomainEntry domain(
      DomainEntry.SigningPolicy policy, Optional<DomainEntry.Mode> mode) {
    return new DomainEntry(
        "a.example",
        true,
        true,
        policy,
        false,
        mode,
        mode.map(
            word ->
                word == DomainEntry.Mode.ENFORCE
                    ? DomainEntry.Subdomains.COVERED
                    : DomainEntry.Subdomains.NOT_COVERED),
        mode.map(
            word ->
                word == DomainEntry.Mode.ENFORCE ? KeyRotation.off() : KeyRotation.everyDays(90)));
  }

  private static SigningKeyEntry key(
      String algorithm,
      Optional<Instant> moment,
      Optional<SigningKeyEntry.SealedPrivateKey> sealed) {
    return new SigningKeyEntry(
        "key-1",
        "a.example",
        "s1",
        algorithm,
        OCTETS,
        Fixtures.NOW,
        moment,
        moment,
        moment,
        moment,
        sealed);
  }
}
