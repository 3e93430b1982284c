package org.postseal.verifier.verification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.registryview.RegistryHttp;
import org.postseal.registryview.RegistryResource;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

/** Reads what the registry answers about a key record. */
final class RegistryKeys {
  private static final Logger LOG = Logger.getLogger(RegistryKeys.class);

  private final RegistryHttp registry;

  RegistryKeys(RegistryHttp registry) {
    this.registry = registry;
  }

  /**
   * What the registry knows.
   *
   * @param isOwn it is a key of the registry itself, and not what the DNS said
   */
  record Known(DnsAnswer<String> answer, boolean isOwn) {}

  /** What the registry answers about a key; its other fields are not needed here. */
  record PublicKey(
      String outcome,
      List<String> records,
      Optional<String> source,
      long ttl,
      String dnssec,
      Optional<String> reason) {}

  /** Empty if the registry is away, refuses, or leaves it to the DNS. */
  Optional<Known> find(String selector, String domain) {
    return switch (registry.get(RegistryResource.at("public-keys", selector, domain))) {
      case RegistryHttp.Answer.Ok(var body) -> read(body);
      case RegistryHttp.Answer.Refused(int status) -> {
        LOG.warnf("the registry refuses to answer about a public key: status %d", status);
        yield Optional.empty();
      }
      case RegistryHttp.Answer.Away _ -> Optional.empty();
    };
  }

  private static Optional<Known> read(byte[] body) {
    try {
      var answer = Json.read(body, PublicKey.class);
      boolean isOwn = answer.source().filter("registry"::equals).isPresent();
      return answerOf(answer).map(records -> new Known(records, isOwn));
    } catch (MalformedRecordException e) {
      LOG.warnf("the registry's answer about a public key cannot be read: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<DnsAnswer<String>> answerOf(PublicKey answer) {
    var ttl = Duration.ofSeconds(answer.ttl());
    return switch (answer.outcome()) {
      case "found" ->
          answer.records().isEmpty()
              ? Optional.empty()
              : Optional.of(new DnsAnswer.Found<>(answer.records(), ttl, dnssec(answer)));
      case "no-such-domain" -> Optional.of(new DnsAnswer.NoSuchDomain<>(ttl));
      case "no-records" -> Optional.of(new DnsAnswer.NoRecords<>(ttl));
      case "unavailable" ->
          Optional.of(new DnsAnswer.Unavailable<>(answer.reason().orElse("not known now")));
      default -> Optional.empty();
    };
  }

  private static DnssecStatus dnssec(PublicKey answer) {
    return answer.dnssec().equals("secure") ? DnssecStatus.SECURE : DnssecStatus.NOT_PROVEN;
  }
}
