package org.postseal.registry.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.Decision.Accepted;
import org.postseal.registry.journal.Decision.Audit;
import org.postseal.registry.journal.Decision.Entry;
import org.postseal.registry.journal.Decision.Refused;
import org.postseal.registry.journal.RegistryChange.FirstState;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyEncryption.UnopenableKeyException;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.SelectorNames;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;

/**
 * By which rules a change is made. Pure: the state, the change and the time go in, a decision comes
 * out.
 *
 * <p>A key that was not forced becomes active only after its record was published, and that it was
 * is decided here, by what was seen: a sighting of another record, or one that is not complete,
 * counts for nothing.
 */
final class ChangeRules {

  private final RegistryState state;
  private final KeyEncryption encryption;

  ChangeRules(RegistryState state, KeyEncryption encryption) {
    this.state = state;
    this.encryption = encryption;
  }

  Decision decide(RegistryChange change, String author, Instant now) {
    return switch (change) {
      case RegistryChange.PutDomain put -> putDomain(put);
      case RegistryChange.DeleteDomain delete -> deleteDomain(delete);
      case RegistryChange.PutOnBlocklist put -> putOnBlocklist(put, author, now);
      case RegistryChange.TakeOffBlocklist(var domain) -> takeOffBlocklist(domain);
      case RegistryChange.AddKey add -> addKey(add, now);
      case RegistryChange.MoveKey move -> moveKey(move, now);
      case RegistryChange.SeeKey see -> seeKey(see, now);
      case RegistryChange.NoteLateKey late -> noteLateKey(late);
      case RegistryChange.SealAnew(var keyIds) -> sealAnew(keyIds);
    };
  }

  private Decision putDomain(RegistryChange.PutDomain put) {
    var present = state.domain(put.domain());
    if (!put.precondition().isMetBy(present)) {
      return preconditionFailed(put.domain().ascii());
    }
    return new Accepted(
        List.of(domainEntry(put.domain(), Optional.of(put.entry()))),
        new Audit(
            CloudEvent.Type.DOMAIN_CHANGED,
            "domain/" + put.domain().ascii(),
            present.isPresent() ? "replaced" : "created",
            present.map(Versioned::value),
            Optional.of(put.entry())));
  }

  /** Refused while a key signs: mail in flight would lose its key record unnoticed. */
  private Decision deleteDomain(RegistryChange.DeleteDomain delete) {
    var domain = delete.domain();
    var present = state.domain(domain);
    if (present.isEmpty()) {
      return notFound("no entry for " + domain);
    }
    if (!delete.precondition().isMetBy(present)) {
      return preconditionFailed(domain.ascii());
    }
    var active = state.keys(domain).stream().map(Versioned::value).filter(SigningKey::isActive);
    var signs = active.findFirst();
    if (signs.isPresent()) {
      return conflict(
          "key "
              + signs.get().id()
              + " of "
              + domain
              + " is active; retire or revoke it before the domain goes");
    }
    return new Accepted(
        List.of(domainEntry(domain, Optional.empty())),
        new Audit(
            CloudEvent.Type.DOMAIN_CHANGED,
            "domain/" + domain.ascii(),
            "deleted",
            present.map(Versioned::value),
            Optional.empty()));
  }

  private Decision putOnBlocklist(RegistryChange.PutOnBlocklist put, String author, Instant now) {
    var present = state.blocklisted(put.domain());
    var entry = new BlocklistEntry(put.domain().ascii(), put.reason(), author, now);
    return new Accepted(
        List.of(new Entry(MailTopic.REGISTRY_BLOCKLIST, put.domain().ascii(), Optional.of(entry))),
        new Audit(
            CloudEvent.Type.BLOCKLIST_CHANGED,
            "blocklist/" + put.domain().ascii(),
            "put on",
            present.map(Versioned::value),
            Optional.of(entry)));
  }

  private Decision takeOffBlocklist(DomainName domain) {
    var present = state.blocklisted(domain);
    if (present.isEmpty()) {
      return notFound(domain + " is not on the blocklist");
    }
    return new Accepted(
        List.of(new Entry(MailTopic.REGISTRY_BLOCKLIST, domain.ascii(), Optional.empty())),
        new Audit(
            CloudEvent.Type.BLOCKLIST_CHANGED,
            "blocklist/" + domain.ascii(),
            "taken off",
            present.map(Versioned::value),
            Optional.empty()));
  }

  private Decision addKey(RegistryChange.AddKey add, Instant now) {
    var domain = add.domain();
    if (state.domain(domain).isEmpty()) {
      return notFound("no entry for " + domain);
    }
    var selector =
        add.selector()
            .orElseGet(
                () ->
                    SelectorNames.next(
                        now, add.pair().algorithm(), s -> state.key(domain, s).isPresent()));
    var used = state.key(domain, selector);
    if (used.isPresent() || state.key(add.keyId()).isPresent()) {
      return conflict(
          "selector " + selector + " of " + domain + " was used before; a selector never is again");
    }
    if (selector.keyRecordName(domain).isEmpty()) {
      return conflict("the name of the key record would be too long");
    }
    var name = new KeyName(selector, domain);
    var announced = new KeyState.Announced(now);
    var key =
        new SigningKey(
            add.keyId(),
            name,
            add.pair().algorithm(),
            add.pair().publicKey(),
            switch (add.firstState()) {
              case ANNOUNCED -> announced;
              case ACTIVE -> announced.force(now);
            },
            Optional.of(encryption.seal(add.pair().privateKey(), new Binding(add.keyId(), name))));
    return add.firstState() == FirstState.ACTIVE
        ? accepted(
            withPredecessorRetired(key, now), Optional.empty(), key, "created active, forced")
        : accepted(List.of(key), Optional.empty(), key, "created");
  }

  private Decision moveKey(RegistryChange.MoveKey move, Instant now) {
    var present = state.key(move.keyId());
    if (present.isEmpty()) {
      return notFound("no key " + move.keyId());
    }
    if (!move.precondition().isMetBy(present)) {
      return preconditionFailed(move.keyId());
    }
    var key = present.get().value();
    var moved = key.after(move.transition(), now);
    if (moved.isEmpty()) {
      return cannotMove(move.transition(), key);
    }
    var after = moved.get();
    return switch (move.transition()) {
      case PUBLISH, ACTIVATE -> throw new IllegalStateException("a change has neither");
      case FORCE ->
          accepted(
              withPredecessorRetired(after, now), Optional.of(key), after, "activated, forced");
      case RETIRE -> accepted(List.of(after), Optional.of(key), after, "retired");
      case REVOKE -> accepted(List.of(after), Optional.of(key), after, "revoked");
      case REVOKE_AT_ONCE ->
          accepted(List.of(after), Optional.of(key), after, "revoked at once, forced");
    };
  }

  private static Decision cannotMove(KeyTransition transition, SigningKey key) {
    return switch (transition) {
      case FORCE -> cannot("activate", key);
      case PUBLISH, ACTIVATE, RETIRE -> cannot(transition.name().toLowerCase(Locale.ROOT), key);
      case REVOKE_AT_ONCE -> cannot("revoke", key);
      case REVOKE ->
          switch (key.state()) {
            case KeyState.Active _ ->
                conflict(
                    "cannot revoke key "
                        + key.id()
                        + ": it signs; retire it first, or revoke it by force, and mail it signed"
                        + " fails from then on");
            case KeyState.Retired retired ->
                conflict(
                    "cannot revoke key "
                        + key.id()
                        + ": mail it signed may be on its way until "
                        + retired.retired().plus(KeyState.Retired.IN_FLIGHT)
                        + "; revoked by force it fails");
            case KeyState.Announced _, KeyState.Published _, KeyState.Revoked _ ->
                cannot("revoke", key);
          };
    };
  }

  private Decision sealAnew(List<String> keyIds) {
    var sealed = new ArrayList<SigningKey>();
    var current = encryption.current();
    for (var keyId : keyIds) {
      var present = state.key(keyId);
      if (present.isEmpty()) {
        return notFound("no key " + keyId);
      }
      try {
        sealedAnew(present.get().value(), current).ifPresent(sealed::add);
      } catch (UnopenableKeyException e) {
        return conflict("key " + keyId + " cannot be sealed anew: " + e.getMessage());
      }
    }
    return new Accepted(
        sealed.stream().map(ChangeRules::keyEntry).toList(),
        new Audit(
            CloudEvent.Type.SIGNING_KEY_CHANGED,
            "key-encryption/" + current,
            "sealed " + sealed.size() + " private keys anew",
            Optional.empty(),
            Optional.empty()));
  }

  private Optional<SigningKey> sealedAnew(SigningKey key, String current)
      throws UnopenableKeyException {
    var before = key.sealedPrivateKey();
    if (before.isEmpty() || encryption.nameOf(before.get()).equals(current)) {
      return Optional.empty();
    }
    var binding = new Binding(key.id(), key.name());
    return Optional.of(
        key.sealedAs(encryption.seal(encryption.open(before.get(), binding), binding)));
  }

  private Decision noteLateKey(RegistryChange.NoteLateKey late) {
    var present = state.key(late.keyId());
    if (present.isEmpty()) {
      return notFound("no key " + late.keyId());
    }
    var key = present.get().value();
    return new Accepted(
        List.of(),
        new Audit(
            CloudEvent.Type.KEY_ROTATION_LATE,
            "signing-key/" + key.id(),
            "should sign since " + late.since() + "; " + late.sighting().summary(),
            Optional.empty(),
            Optional.of(SigningKeyRecords.writeWithoutPrivateKey(key))));
  }

  /** What is published is so from now on, and signs if that is wanted, in one step. */
  private Decision seeKey(RegistryChange.SeeKey see, Instant now) {
    var present = state.key(see.keyId());
    if (present.isEmpty()) {
      return notFound("no key " + see.keyId());
    }
    if (!see.precondition().isMetBy(present)) {
      return preconditionFailed(see.keyId());
    }
    var key = present.get().value();
    var word = see.then() == KeyTransition.ACTIVATE ? "activate" : "publish";
    boolean isWaiting =
        key.state() instanceof KeyState.Announced
            || (key.state() instanceof KeyState.Published && see.then() == KeyTransition.ACTIVATE);
    if (!isWaiting) {
      return cannot(word, key);
    }
    if (!see.sighting().shows(key)) {
      return conflict(
          "cannot "
              + word
              + " key "
              + key.id()
              + ": "
              + see.sighting().summary()
              + "; signed by force, its mail fails at strangers until the record is there");
    }
    var published = key.after(KeyTransition.PUBLISH, now).orElse(key);
    if (see.then() == KeyTransition.PUBLISH) {
      return accepted(List.of(published), Optional.of(key), published, "published");
    }
    var active = published.after(KeyTransition.ACTIVATE, now);
    return active.isEmpty()
        ? cannot(word, key)
        : accepted(
            withPredecessorRetired(active.get(), now), Optional.of(key), active.get(), "activated");
  }

  private static Decision cannot(String word, SigningKey key) {
    return conflict("cannot " + word + " key " + key.id() + ": it is " + key.state().word());
  }

  /**
   * A domain signs with one key of each algorithm: when another becomes active the one before
   * retires in the same transaction. The new one is written first, so that no reader ever finds the
   * domain without a key.
   */
  private List<SigningKey> withPredecessorRetired(SigningKey key, Instant now) {
    var changed = new ArrayList<SigningKey>();
    changed.add(key);
    for (var other : state.keys(key.name().domain())) {
      var isPredecessor =
          other.value().algorithm() == key.algorithm()
              && other.value().isActive()
              && !other.value().id().equals(key.id());
      if (isPredecessor) {
        other.value().after(KeyTransition.RETIRE, now).ifPresent(changed::add);
      }
    }
    return changed;
  }

  private static Decision accepted(
      List<SigningKey> changed, Optional<SigningKey> before, SigningKey after, String action) {
    return new Accepted(
        changed.stream().map(ChangeRules::keyEntry).toList(),
        new Audit(
            CloudEvent.Type.SIGNING_KEY_CHANGED,
            "signing-key/" + after.id(),
            action,
            before.map(SigningKeyRecords::writeWithoutPrivateKey),
            Optional.of(SigningKeyRecords.writeWithoutPrivateKey(after))));
  }

  private static Entry keyEntry(SigningKey key) {
    return new Entry(
        MailTopic.REGISTRY_SIGNING_KEYS, key.id(), Optional.of(SigningKeyRecords.write(key)));
  }

  private static Entry domainEntry(DomainName domain, Optional<Object> value) {
    return new Entry(MailTopic.REGISTRY_DOMAINS, domain.ascii(), value);
  }

  private static Decision notFound(String detail) {
    return new Refused(new Refusal.NotFound(detail));
  }

  private static Decision conflict(String detail) {
    return new Refused(new Refusal.Conflict(detail));
  }

  private static Decision preconditionFailed(String what) {
    return new Refused(new Refusal.PreconditionFailed(what + " has changed since it was read"));
  }
}
