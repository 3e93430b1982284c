package org.postseal.commandline.registry;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.RefusedException;
import org.postseal.signingpolicy.PolicyId;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;

/** The policy that we state about a domain of ours by XSIGNPOL, as its registry has it. */
final class StatedPolicy {
  private StatedPolicy() {}

  /** Its id; empty if the registry has no entry of a domain that we sign for. */
  static Optional<String> id(ServiceClient registry, DomainName domain) {
    return registry
        .find("/domains/" + RegistryCommand.segment(domain.ascii()))
        .map(ServiceClient.Answer::tree)
        .filter(entry -> entry.path("signed").asBoolean())
        .map(
            entry ->
                PolicyId.of(
                    promise(entry.path("signingPolicy").asText()),
                    entry.path("testing").asBoolean() ? Testing.YES : Testing.NO));
  }

  private static Promise promise(String word) {
    return Promise.of(word)
        .orElseThrow(() -> new RefusedException("the registry's answer cannot be read"));
  }
}
