package org.postseal.registry.journal;

import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.topics.DomainEntry;

/** Everything that can be changed. */
public sealed interface RegistryChange {

  /** Makes or replaces a domain's entry, whose name is in normal form. */
  record PutDomain(DomainName domain, DomainEntry entry, Precondition precondition)
      implements RegistryChange {}

  /** Takes a domain out; its keys' selectors stay used for ever. */
  record DeleteDomain(DomainName domain, Precondition precondition) implements RegistryChange {}

  record PutOnBlocklist(DomainName domain, String reason) implements RegistryChange {}

  record TakeOffBlocklist(DomainName domain) implements RegistryChange {}

  /** Adds a key pair; without a selector the registry picks one. */
  record AddKey(
      String keyId,
      DomainName domain,
      Optional<Selector> selector,
      NewKeyPair pair,
      FirstState firstState)
      implements RegistryChange {}

  record MoveKey(String keyId, KeyTransition transition, Precondition precondition)
      implements RegistryChange {}

  /** How a new key begins. */
  enum FirstState {
    /** Waits until its record is published. */
    ANNOUNCED,
    /** Signs at once; the operator answers for the record being in the DNS. */
    ACTIVE
  }
}
