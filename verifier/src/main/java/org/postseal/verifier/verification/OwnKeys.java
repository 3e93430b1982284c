package org.postseal.verifier.verification;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.postseal.authentication.authresults.MethodResult;
import org.postseal.authentication.authresults.Property;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;

/**
 * Tells of signatures of our own domains that failed because the public DNS does not have the key
 * that our registry has: {@code x-own-key=registry-only}. It explains a result and changes none; a
 * key that is revoked, or that the DNS could not be asked about, is not told of.
 */
final class OwnKeys {
  static final String METHOD = "x-own-key";

  private final RegistryKeys registry;
  private final Predicate<DomainName> ours;

  /** With how to tell the domains we sign for. */
  OwnKeys(RegistryKeys registry, Predicate<DomainName> ours) {
    this.registry = registry;
    this.ours = ours;
  }

  /** One result for each such signature, in their order. */
  List<MethodResult> unconfirmed(List<DkimResult> signatures, Dns dns) {
    return signatures.stream()
        .filter(signature -> !signature.success())
        .flatMap(signature -> unconfirmed(signature, dns).stream())
        .toList();
  }

  private Optional<MethodResult> unconfirmed(DkimResult signature, Dns dns) {
    var domain = signature.claims().domain().filter(ours);
    var selector = signature.claims().selector();
    return domain.isPresent()
            && selector.isPresent()
            && isOnlyOurs(selector.get(), domain.get(), dns)
        ? Optional.of(registryOnly(selector.get(), domain.get()))
        : Optional.empty();
  }

  private boolean isOnlyOurs(Selector selector, DomainName domain, Dns dns) {
    var known = registry.find(selector.ascii(), domain.ascii()).filter(RegistryKeys.Known::isOwn);
    var name = selector.keyRecordName(domain);
    return known.isPresent()
        && name.isPresent()
        && known.get().answer() instanceof DnsAnswer.Found<String>(var own, _, _)
        && own.stream().anyMatch(OwnKeys::isUsable)
        && !confirms(dns.txt(name.get()), own);
  }

  private static boolean isUsable(String record) {
    return KeyRecord.parse(record) instanceof KeyRecord.Parsed.WellFormed(var read)
        && !read.publicKey().isEmpty();
  }

  /** Whether the DNS has one of these, or does not say. */
  private static boolean confirms(DnsAnswer<String> published, List<String> own) {
    return switch (published) {
      case DnsAnswer.Found<String>(var records, _, _) ->
          records.stream()
              .map(KeyRecord::parse)
              .anyMatch(record -> own.stream().map(KeyRecord::parse).anyMatch(record::equals));
      case DnsAnswer.NoSuchDomain<String> _, DnsAnswer.NoRecords<String> _ -> false;
      case DnsAnswer.Unavailable<String> _ -> true;
    };
  }

  private static MethodResult registryOnly(Selector selector, DomainName domain) {
    return new MethodResult(
        METHOD,
        ResultWord.REGISTRY_ONLY,
        Optional.of("the public DNS does not have this key"),
        List.of(
            new Property("header.d", domain.ascii()), new Property("header.s", selector.ascii())));
  }
}
