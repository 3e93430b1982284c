package org.postseal.registry.journal;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.following.SupervisedLoop;
import org.postseal.registry.journal.JournalWriter.WriteFailedException;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;

/**
 * The registry's state on Kafka: everybody reads it from memory, one replica changes it.
 *
 * <p>A change is decided on the newest state there is, because (1) opening the transactional writer
 * fences every other, (2) the journal is then read to its end, and (3) each own change is read back
 * before the next is decided. A replica that was fenced meanwhile finds out when it commits. A
 * refused change never gets near a topic.
 */
public final class Journal implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Journal.class);
  private static final Duration CATCH_UP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration ELECTION_POLL = Duration.ofMillis(50);

  private final RegistryState state = new RegistryState();
  private final ChangeRules rules;
  private final InstanceId instance;
  private final Optional<URI> advertisedUrl;
  private final InstantSource clock;
  private final JournalKafka kafka;
  private final JournalReader reader;
  private final WriterElection election;
  private final ReentrantLock office = new ReentrantLock();
  private PublicKeyRecords publicKeys = new PublicKeyRecords(state, NextTurns.none());
  private NextTurns turns = NextTurns.none();
  private volatile @Nullable JournalWriter writer; // changed under the office's lock

  /**
   * Who this replica is.
   *
   * @param instance its id
   * @param advertisedUrl where other replicas can forward changes to, if anywhere
   */
  public record Replica(InstanceId instance, Optional<URI> advertisedUrl) {}

  /**
   * Prepares, without touching the network.
   *
   * @param connection settings of every Kafka client: bootstrap servers and security
   */
  public Journal(
      Map<String, Object> connection,
      Replica replica,
      KeyEncryption encryption,
      InstantSource clock) {
    this.kafka = new JournalKafka(connection);
    this.instance = replica.instance();
    this.advertisedUrl = replica.advertisedUrl();
    this.clock = clock;
    this.rules = new ChangeRules(state, encryption);
    this.reader = new JournalReader(kafka, state, instance);
    this.election = new WriterElection(kafka, new Office());
  }

  /** States from which day on keys are not meant to sign; before the start. */
  public Journal planning(NextTurns planned) {
    turns = planned;
    publicKeys = new PublicKeyRecords(state, planned);
    return this;
  }

  /** The day, in UTC, from which a key is not meant to sign, if that is planned. */
  public Optional<LocalDate> nextChange(SigningKey key) {
    return turns.after(key, state.domain(key.name().domain()).map(Versioned::value));
  }

  /** Begins to read, and stands for election. Returns at once; see {@link #isReady}. */
  public void start() {
    reader.start();
    election.start();
  }

  /** What follows Kafka here: for liveness and metrics. */
  public List<SupervisedLoop> loops() {
    return List.of(reader.loop(), election.loop());
  }

  /** What has been read. Before the journal is ready, that is not all. */
  public RegistryState state() {
    return state;
  }

  /** Whether this replica has read its own marker back. It stays so when Kafka goes away. */
  public boolean isReady() {
    return reader.isReady();
  }

  /** Whether this replica is the one that writes. */
  public boolean isWriter() {
    return writer != null;
  }

  /**
   * Waits until this replica is the one that writes: at its start, and after another's end, the
   * election takes a moment.
   *
   * @return whether it is
   */
  public boolean awaitOffice(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!isWriter() && System.nanoTime() < end) {
        Thread.sleep(ELECTION_POLL);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return isWriter();
  }

  /** The other replica that said last that it writes, if any; not this one before a restart. */
  public Optional<WriterLocation> writerElsewhere() {
    return reader
        .writer()
        .filter(w -> !w.instance().equals(instance.value()))
        .filter(w -> advertisedUrl.isEmpty() || !w.url().equals(advertisedUrl));
  }

  /** Records that could not be read. */
  public long malformedRecords() {
    return reader.malformed();
  }

  /** Whether the journal has been read up to there within the time. */
  public boolean awaitRead(JournalPositions wanted, Duration patience) {
    return reader.positions().await(wanted.byPartition(), patience);
  }

  /**
   * Makes a change, or says why not. When it returns {@code Made}, this replica's state has it.
   *
   * @param author who asks, for the audit events
   */
  public ChangeOutcome make(RegistryChange change, String author) {
    office.lock();
    try {
      var writing = writer;
      if (writing == null) {
        return new ChangeOutcome.NotTheWriter(writerElsewhere());
      }
      var now = clock.instant();
      return switch (rules.decide(change, author, now)) {
        case Decision.Refused(var refusal) -> new ChangeOutcome.Refused(refusal);
        case Decision.Accepted accepted -> {
          var written = writing.write(accepted, publicKeys.of(accepted.entries()), author, now);
          yield readBack(written);
        }
      };
    } catch (KeyEncryption.UnavailableException e) {
      return new ChangeOutcome.Unavailable(e.getMessage());
    } catch (WriteFailedException e) {
      LOG.warnf("change not written: %s", e.getCause().getMessage());
      leave();
      return new ChangeOutcome.Unavailable(e.getMessage());
    } finally {
      office.unlock();
    }
  }

  /** What {@link #make} would do now; nothing is written, and no auditor is told. */
  public Outlook consider(RegistryChange change, String author) {
    office.lock();
    try {
      if (writer == null) {
        return new Outlook.WouldNot(new ChangeOutcome.NotTheWriter(writerElsewhere()));
      }
      return switch (rules.decide(change, author, clock.instant())) {
        case Decision.Refused(var refusal) ->
            new Outlook.WouldNot(new ChangeOutcome.Refused(refusal));
        case Decision.Accepted(_, var audit) ->
            new Outlook.WouldBeMade(audit.action(), audit.before(), audit.after());
      };
    } catch (KeyEncryption.UnavailableException e) {
      return new Outlook.WouldNot(new ChangeOutcome.Unavailable(e.getMessage()));
    } finally {
      office.unlock();
    }
  }

  private ChangeOutcome readBack(JournalPositions written) {
    if (awaitRead(written, CATCH_UP_PATIENCE)) {
      return new ChangeOutcome.Made(written);
    }
    leave(); // the next decision would be made on old state
    return new ChangeOutcome.Unavailable("the change was written and could not be read back yet");
  }

  @Override
  public void close() {
    election.close();
    reader.close();
  }

  private void leave() {
    var writing = writer;
    writer = null;
    if (writing != null) {
      writing.close();
      LOG.info("this replica writes no more");
    }
  }

  private final class Office implements WriterElection.Candidate {

    @Override
    public boolean isInOffice() {
      return writer != null;
    }

    @Override
    public void takeOffice(Supplier<Map<TopicPartition, Long>> ends) {
      if (!reader.isReady()) {
        return; // asked again soon
      }
      var opened = JournalWriter.open(kafka, instance);
      try {
        var announced =
            opened.write(
                List.of(
                    JournalReader.announcementOf(
                        new WriterLocation(instance.value(), advertisedUrl))));
        if (!reader.positions().await(ends.get(), CATCH_UP_PATIENCE)
            || !awaitRead(announced, CATCH_UP_PATIENCE)) {
          throw new KafkaException("the journal could not be read to its end");
        }
        publishKeysOfBefore(opened);
      } catch (WriteFailedException | KafkaException e) {
        opened.close();
        throw new KafkaException(e.getMessage(), e);
      }
      office.lock();
      try {
        writer = opened;
        LOG.info("this replica writes");
      } finally {
        office.unlock();
      }
    }

    /** A journal from before there was the topic of public keys gets all of them, or none. */
    private void publishKeysOfBefore(JournalWriter opened) throws WriteFailedException {
      var keys = publicKeys.all();
      if (!keys.isEmpty() && kafka.isEmpty(MailTopic.REGISTRY_PUBLIC_KEYS)) {
        opened.write(keys);
        LOG.infof("public halves of %d keys written to their topic", keys.size());
      }
    }

    @Override
    public void leaveOffice() {
      office.lock();
      try {
        leave();
      } finally {
        office.unlock();
      }
    }
  }
}
