package org.postseal.registry.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.registry.journal.Decision.Accepted;
import org.postseal.registry.journal.Decision.Audit;
import org.postseal.registry.journal.Decision.Refused;
import org.postseal.registry.journal.RegistryChange.FirstState;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.SelectorNames;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.CloudEvent;

/**
 * By which rules signing keys come to be, move from state to state, and take each other's place.
 *
 * <p>A key that was not forced becomes active only after its record was published, and that it was
 * is decided here, by what was seen: a sighting of another record, or one that is not complete,
 * counts for nothing.
 */
final class KeyRules {
  private final RegistryState state;
  private final KeyEncryption encryption;

  KeyRules(RegistryState state, KeyEncryption encryption) {
    this.state = state;
    this.encryption = encryption;
  }

  Decision add(RegistryChange.AddKey add, Instant now) {
    var domain = add.domain();
    if (state.domain(domain).isEmpty()) {
      return Refused.notFound("no entry for " + domain);
    }
    var selector =
        add.selector()
            .orElseGet(
                () ->
                    SelectorNames.next(
                        now, add.pair().algorithm(), s -> state.key(domain, s).isPresent()));
    var used = state.key(domain, selector);
    if (used.isPresent() || state.key(add.keyId()).isPresent()) {
      return Refused.conflict(
          "selector " + selector + " of " + domain + " was used before; a selector never is again");
    }
    if (selector.keyRecordName(domain).isEmpty()) {
      return Refused.conflict("the name of the key record would be too long");
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

  Decision move(RegistryChange.MoveKey move, Instant now) {
    var present = state.key(move.keyId());
    if (present.isEmpty()) {
      return Refused.notFound("no key " + move.keyId());
    }
    if (!move.precondition().isMetBy(present)) {
      return Refused.preconditionFailed(move.keyId());
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
                Refused.conflict(
                    "cannot revoke key "
                        + key.id()
                        + ": it signs; retire it first, or revoke it by force, and mail it signed"
                        + " fails from then on");
            case KeyState.Retired retired ->
                Refused.conflict(
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

  /** What is published is so from now on, and signs if that is wanted, in one step. */
  Decision see(RegistryChange.SeeKey see, Instant now) {
    var present = state.key(see.keyId());
    if (present.isEmpty()) {
      return Refused.notFound("no key " + see.keyId());
    }
    if (!see.precondition().isMetBy(present)) {
      return Refused.preconditionFailed(see.keyId());
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
      return Refused.conflict(
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
    return Refused.conflict(
        "cannot " + word + " key " + key.id() + ": it is " + key.state().word());
  }

  Decision noteLate(RegistryChange.NoteLateKey late) {
    var present = state.key(late.keyId());
    if (present.isEmpty()) {
      return Refused.notFound("no key " + late.keyId());
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
        changed.stream().map(SigningKeyRecords::entry).toList(),
        new Audit(
            CloudEvent.Type.SIGNING_KEY_CHANGED,
            "signing-key/" + after.id(),
            action,
            before.map(SigningKeyRecords::writeWithoutPrivateKey),
            Optional.of(SigningKeyRecords.writeWithoutPrivateKey(after))));
  }
}
