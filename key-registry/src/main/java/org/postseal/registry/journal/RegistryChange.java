package org.postseal.registry.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.blocklist.BlockedLine;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.publication.Sighting;
import org.postseal.topics.BlockedName;
import org.postseal.topics.DomainEntry;

/** Everything that can be changed. */
public sealed interface RegistryChange {

  /** Makes or replaces a domain's entry, whose name is in normal form. */
  record PutDomain(DomainName domain, DomainEntry entry, Precondition precondition)
      implements RegistryChange {}

  /** Takes a domain out; its keys' selectors stay used for ever. */
  record DeleteDomain(DomainName domain, Precondition precondition) implements RegistryChange {}

  record PutOnBlocklist(BlockedLine line, Precondition precondition) implements RegistryChange {}

  record TakeOffBlocklist(BlockedName name, Precondition precondition) implements RegistryChange {}

  /** Puts all of these on the blocklist or none; what is there already stays as it is. */
  record ImportBlocklist(List<BlockedLine> lines) implements RegistryChange {
    public ImportBlocklist {
      lines = List.copyOf(lines);
    }
  }

  /** Adds a key pair; without a selector the registry picks one. */
  record AddKey(
      String keyId,
      DomainName domain,
      Optional<Selector> selector,
      NewKeyPair pair,
      FirstState firstState)
      implements RegistryChange {}

  /** A step in a key's life that somebody wants; what must be seen is {@link SeeKey}. */
  record MoveKey(String keyId, KeyTransition transition, Precondition precondition)
      implements RegistryChange {
    public MoveKey {
      if (transition == KeyTransition.PUBLISH || transition == KeyTransition.ACTIVATE) {
        throw new IllegalArgumentException("nobody may " + transition + " what was not seen");
      }
    }
  }

  /**
   * What the public DNS shows of a key's record, and what is to follow if it is as it should be.
   *
   * @param then {@code PUBLISH} alone, or {@code ACTIVATE} as well
   */
  record SeeKey(String keyId, Sighting sighting, KeyTransition then, Precondition precondition)
      implements RegistryChange {
    public SeeKey {
      if (then != KeyTransition.PUBLISH && then != KeyTransition.ACTIVATE) {
        throw new IllegalArgumentException("a sighting is no reason to " + then);
      }
    }
  }

  /**
   * That a key should sign by now and cannot, because not everybody has its record: for those who
   * read the audit; nothing else changes.
   */
  record NoteLateKey(String keyId, Sighting sighting, Instant since) implements RegistryChange {}

  /**
   * Seals these private keys anew with the current key-encryption key; what is sealed with it, or
   * has no private half any more, stays as it is.
   */
  record SealAnew(List<String> keyIds) implements RegistryChange {
    public SealAnew {
      keyIds = List.copyOf(keyIds);
    }
  }

  /** How a new key begins. */
  enum FirstState {
    /** Waits until its record is published. */
    ANNOUNCED,
    /** Signs at once, forced: nobody can have seen its record yet. */
    ACTIVE
  }
}
