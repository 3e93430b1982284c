package org.postseal.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.ChangeOutcome;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.Precondition;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.RegistryChange.FirstState;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.PublicRecords;
import org.postseal.registry.publication.Sighting;
import org.postseal.registry.rotation.Rotation;
import org.postseal.registry.rotation.RotationRules;
import org.postseal.registry.rotation.RotationRules.Successors;
import org.postseal.registry.rotation.RotationStep;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.KeyRotation;

/** Has the replica that writes, and no other, let the signing keys take turns. */
final class RotatingWriter implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(RotatingWriter.class);

  /**
   * The settings of it.
   *
   * @param byDefault for domains that say nothing of their own; empty: their keys do not take turns
   */
  record Times(
      Optional<Duration> byDefault,
      Duration announceAhead,
      Duration keepRetired,
      Duration lookEvery,
      int newKeysAtOnce) {

    static Times of(RegistrySettings settings) {
      var rotation = settings.rotation();
      return new Times(
          Optional.of(settings.rotateAfter()).filter(_ -> rotation.enabled()),
          rotation.announceAhead(),
          rotation.keepRetired(),
          rotation.lookEvery(),
          rotation.newKeysAtOnce());
    }

    /**
     * How a domain's keys take turns; empty: not by themselves. Of a domain that was deleted, or is
     * signed for no more, retired keys still are revoked.
     */
    Optional<RotationRules> rules(Optional<DomainEntry> entry) {
      var every = entry.flatMap(DomainEntry::keyRotation).map(KeyRotation::every).orElse(byDefault);
      var successors =
          entry.filter(DomainEntry::signed).isPresent() ? Successors.MADE : Successors.NONE;
      return every.map(time -> new RotationRules(successors, time, announceAhead, keepRetired));
    }
  }

  private final Journal journal;
  private final PublicRecords records;
  private final Times times;
  private final Rotation rotation;
  private final WriterDuty duty;

  RotatingWriter(Journal journal, PublicRecords records, Times times, InstantSource clock) {
    this.journal = journal;
    this.records = records;
    this.times = times;
    this.rotation = new Rotation(new Registry(), clock, times.newKeysAtOnce());
    this.duty = new WriterDuty("key-rotation", journal::isWriter, new Rounds(), times.lookEvery());
  }

  RotatingWriter counted(MeterRegistry meters) {
    Gauge.builder("postseal_registry_rotation_late", rotation, Rotation::late)
        .description("Keys that should sign by now and are not seen everywhere; the writer's")
        .strongReference(true)
        .register(meters);
    return this;
  }

  void start() {
    duty.start();
  }

  /** One round, as the duty does it. */
  void round() {
    rotation.round();
  }

  int late() {
    return rotation.late();
  }

  private final class Rounds implements WriterDuty.Rounds {
    @Override
    public void round() {
      rotation.round();
    }

    @Override
    public void forget() {
      rotation.forget();
    }
  }

  /** The registry, as a rotation uses it. */
  private final class Registry implements Rotation.Surroundings {

    @Override
    public Set<DomainName> domains() {
      return journal.state().domainsWithKeys();
    }

    @Override
    public List<SigningKey> keys(DomainName domain) {
      return journal.state().keys(domain).stream().map(Versioned::value).toList();
    }

    @Override
    public Optional<RotationRules> rules(DomainName domain) {
      return times.rules(journal.state().domain(domain).map(Versioned::value));
    }

    @Override
    public List<Sighting> look(List<SigningKey> keys) {
      return records.lookAtAll(keys);
    }

    @Override
    public void announce(DomainName domain, KeyAlgorithm algorithm) {
      make(
          "a successor of " + domain + "'s " + algorithm.keyType() + " key is announced",
          new RegistryChange.AddKey(
              UUID.randomUUID().toString(),
              domain,
              Optional.empty(),
              NewKeyPair.generate(algorithm),
              FirstState.ANNOUNCED));
    }

    @Override
    public void activate(SigningKey successor, Sighting sighting) {
      make(
          successor.name().recordName() + " signs from now on",
          new RegistryChange.SeeKey(
              successor.id(), sighting, KeyTransition.ACTIVATE, new Precondition.None()));
    }

    @Override
    public void revoke(SigningKey retired) {
      make(
          retired.name().recordName() + " is revoked: its mail is no longer in flight",
          new RegistryChange.MoveKey(retired.id(), KeyTransition.REVOKE, new Precondition.None()));
    }

    @Override
    public void late(RotationStep.Late late) {
      LOG.warnf(
          "%s should sign since %s and does not: %s",
          late.successor().name().recordName(), late.since(), late.sighting().summary());
      make(
          "the audit knows of it",
          new RegistryChange.NoteLateKey(late.successor().id(), late.sighting(), late.since()));
    }

    private void make(String done, RegistryChange change) {
      switch (journal.make(change, WatchingWriter.AUTHOR)) {
        case ChangeOutcome.Made _ -> LOG.infof("key rotation: %s", done);
        case ChangeOutcome.Refused(var refusal) ->
            LOG.warnf("key rotation was refused: %s", refusal.detail());
        case ChangeOutcome.NotTheWriter _ -> LOG.debug("key rotation: another replica writes");
        case ChangeOutcome.Unavailable(var detail) -> LOG.warnf("key rotation: %s", detail);
      }
    }
  }

  @Override
  public void close() {
    duty.close();
  }
}
