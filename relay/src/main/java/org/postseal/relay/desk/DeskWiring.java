package org.postseal.relay.desk;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postseal.access.GuardedApi;
import org.postseal.access.TokenFile;
import org.postseal.relay.RelaySettings;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.topics.MailTopic;

/**
 * Puts the desk together. What lies on the topics is read when somebody asks for the first time.
 */
@Singleton
final class DeskWiring {
  private static final Logger LOG = Logger.getLogger(DeskWiring.class);
  private static final String RETRY_GROUP = "relay-retry";

  @Produces
  @Singleton
  OrderBook orders() {
    return new OrderBook();
  }

  @Produces
  @Singleton
  DeskConsumers consumers(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    return new DeskConsumers(kafka);
  }

  @Produces
  @Singleton
  Desk.Shelves shelves(DeskConsumers consumers) {
    return new Desk.Shelves(
        Entries.waiting(() -> consumers.beside(RETRY_GROUP), RetrySchedule.TOPICS),
        Entries.kept(consumers::alone, MailTopic.HELD),
        Entries.kept(consumers::alone, MailTopic.QUARANTINE));
  }

  void close(@Disposes Desk.Shelves shelves) {
    shelves.waiting().close();
    shelves.held().close();
    shelves.quarantined().close();
  }

  @Produces
  @Singleton
  RecordsAt contents(DeskConsumers consumers) {
    return new RecordsAt(consumers::alone);
  }

  void close(@Disposes RecordsAt contents) {
    contents.close();
  }

  @Produces
  @Singleton
  Desk desk(Desk.Shelves shelves, OrderBook orders, RecordsAt contents, DeskBooks books) {
    return new Desk(
        shelves,
        orders,
        contents,
        new Desk.Books(books::store, books, books::acted, books.source()),
        InstantSource.system());
  }

  @Produces
  @Singleton
  History history(DeskConsumers consumers) {
    return new History(consumers::alone);
  }

  /** The relay's paths, for its own tokens; without a file of them nobody holds one. */
  @Produces
  @Singleton
  GuardedApi guarded(RelaySettings settings) {
    var file = settings.api().tokensFile();
    var tokens =
        settings.enabled() && Files.isReadable(file)
            ? Optional.of(new TokenFile(file))
            : Optional.<TokenFile>empty();
    if (settings.enabled() && tokens.isEmpty()) {
      LOG.infof("no tokens file %s: queue and quarantine are not shown over HTTP", file);
    }
    return GuardedApi.of(
        DeskResource.ROOT, token -> tokens.flatMap(known -> known.holderOf(token)));
  }
}
