package org.postseal.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.update.DynamicUpdates;
import org.postseal.dns.update.TsigKey;
import org.postseal.registry.externaldns.EndpointPublisher;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.publication.DynamicUpdatePublisher;
import org.postseal.registry.publication.Publication;
import org.postseal.registry.publication.Publisher;

/** Has the replica that writes, and no other, bring key records to the DNS. */
final class PublishingWriter implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PublishingWriter.class);

  private final Publication publication;
  private final WriterDuty duty;

  private PublishingWriter(Journal journal, List<Publisher> ways, Duration every) {
    this.publication =
        new Publication(
            () -> journal.state().keysInNoOrder().stream().map(Versioned::value).toList(), ways);
    this.duty = new WriterDuty("key-publication", journal::isWriter, new Rounds(), every);
  }

  /**
   * By dynamic updates where they are set up, else by external-dns where that is, else by the
   * built-in server, else by hand.
   */
  static PublishingWriter of(Journal journal, RegistrySettings settings, MeterRegistry meters) {
    var ways = new ArrayList<Publisher>();
    var updates = settings.dynamicUpdate();
    if (updates.server().isPresent()) {
      ways.add(dynamicUpdates(updates, settings.keyRecordTtl()));
    }
    var externalDns = settings.externalDns();
    if (externalDns.zones().isPresent()) {
      ways.add(EndpointPublisher.ofCluster(externalDns, settings.keyRecordTtl()));
    }
    ways.add(settings.nameServer().enabled() ? Publisher.builtIn() : Publisher.byHand());
    var every =
        Stream.of(
                updates.server().map(_ -> updates.every()),
                externalDns.zones().map(_ -> externalDns.every()))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO); // in vain
    var publishing = new PublishingWriter(journal, ways, every);
    Gauge.builder(
            "postseal_registry_publication_failing", publishing.publication, Publication::failing)
        .description("Key records that could not be brought to their zone; the writer's")
        .strongReference(true)
        .register(meters);
    return publishing;
  }

  private static Publisher dynamicUpdates(DynamicUpdateSettings updates, Duration ttl) {
    var servers =
        ResolverSettings.parse(List.of(updates.server().orElseThrow()))
            .withPatience(updates.patience());
    return new DynamicUpdatePublisher(
        updates.zones().orElse(List.of()).stream().map(DomainName::of).toList(),
        new DynamicUpdates(servers.servers().getFirst(), tsigKey(updates), updates.patience()),
        DnsjavaDns.ofZone(servers),
        ttl);
  }

  private static TsigKey tsigKey(DynamicUpdateSettings updates) {
    var file =
        updates
            .tsigKeyFile()
            .orElseThrow(() -> new IllegalStateException("dynamic updates need a TSIG key"));
    try {
      return TsigKey.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  void start() {
    duty.start();
  }

  private final class Rounds implements WriterDuty.Rounds {
    @Override
    public void round() {
      publication.round().forEach(reason -> LOG.warnf("key records not published: %s", reason));
    }

    @Override
    public void forget() {
      publication.forget();
    }
  }

  @Override
  public void close() {
    duty.close();
  }
}
