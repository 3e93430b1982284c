package org.postseal.signer.keyring;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postseal.authentication.dkim.PrivateKeys;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registryview.RegistryHttp;
import org.postseal.registryview.RegistryResource;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

/** The registry's {@code /signing-keys}. What cannot be read is as good as no answer. */
final class RegistryKeySource implements KeySource {
  private static final Logger LOG = Logger.getLogger(RegistryKeySource.class);

  private final RegistryHttp registry;

  RegistryKeySource(RegistryHttp registry) {
    this.registry = registry;
  }

  /** The registry's answer; its other fields are not needed here. */
  record Answer(boolean signed, Optional<String> signingDomain, List<Key> keys) {

    /** PKCS #8 in base64, and the name of its public half. */
    record Key(String selector, String algorithm, String privateKey) {
      @Override
      public String toString() {
        return "Key[" + selector + ", " + algorithm + "]";
      }
    }
  }

  @Override
  public SigningKeys fetch(DomainName authorDomain) {
    return switch (registry.get(
        RegistryResource.at("signing-keys").with("domain", authorDomain.ascii()))) {
      case RegistryHttp.Answer.Ok(var body) -> read(body, authorDomain);
      case RegistryHttp.Answer.Refused(int status) -> {
        LOG.errorf("the registry refuses signing keys: status %d", status);
        yield new SigningKeys.Unavailable("the registry answers with status " + status);
      }
      case RegistryHttp.Answer.Away(var reason) -> new SigningKeys.Unavailable(reason);
    };
  }

  private static SigningKeys read(byte[] body, DomainName authorDomain) {
    try {
      var answer = Json.read(body, Answer.class);
      if (!answer.signed()) {
        return new SigningKeys.NotOurs();
      }
      var domain = answer.signingDomain().flatMap(DomainName::parse);
      if (domain.filter(authorDomain::isSameOrSubdomainOf).isEmpty()) {
        return new SigningKeys.Unavailable("the registry names no domain to sign for");
      }
      return withKeys(answer.keys(), domain.get());
    } catch (MalformedRecordException _) {
      return new SigningKeys.Unavailable("the registry's answer cannot be read");
    }
  }

  /** One key that cannot be read leaves the others; their signatures are as good as before. */
  private static SigningKeys withKeys(List<Answer.Key> listed, DomainName domain) {
    var keys = new ArrayList<SigningKey>();
    for (var one : listed) {
      key(one, domain)
          .ifPresentOrElse(
              keys::add,
              () -> LOG.errorf("signing key %s of %s cannot be used", one.selector(), domain));
    }
    return keys.isEmpty() ? new SigningKeys.Missing() : new SigningKeys.Active(keys);
  }

  private static Optional<SigningKey> key(Answer.Key listed, DomainName domain) {
    try {
      var selector = Selector.parse(listed.selector());
      var algorithm = SignatureAlgorithm.parse(listed.algorithm());
      var privateKey = PrivateKeys.readPkcs8(Base64.getDecoder().decode(listed.privateKey()));
      return selector.isEmpty() || algorithm.isEmpty()
          ? Optional.empty()
          : privateKey.map(
              secret -> new SigningKey(domain, selector.get(), algorithm.get(), secret));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not base64, or a key of another kind than its algorithm
    }
  }
}
