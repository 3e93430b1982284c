package org.postseal.relay.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.Dns;
import org.postseal.relay.RelaySettings;
import org.postseal.smtpclient.Credentials;
import org.postseal.smtpclient.TlsRules;
import org.postseal.smtpclient.Watch;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.sts.HttpsPolicyFetch;
import org.postseal.smtpclient.sts.PolicyMemory;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.tls.Authorities;
import org.postseal.smtpclient.tls.DaneSearch;
import org.postseal.smtpclient.wellknown.WellKnownDocuments;

/** Whose word about TLS counts, as the settings have it. */
final class OutboundTls {
  private static final Logger LOG = Logger.getLogger(OutboundTls.class);
  private static final int HTTPS = 443;
  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final TlsRules rules;

  private OutboundTls(TlsRules rules) {
    this.rules = rules;
  }

  /** What policies are fetched and remembered with. */
  record Surroundings(MailExchangers exchangers, Watch watch, PolicyMemory memory) {}

  static OutboundTls of(RelaySettings settings, Dns dns, Surroundings with, InstantSource clock) {
    var authorities = Authorities.ofPlatform();
    var sts = settings.tls().sts();
    var fetch =
        new HttpsPolicyFetch(
            with.exchangers(),
            authorities,
            with.watch()::closing,
            new WellKnownDocuments.Limits(sts.timeout(), sts.octets(), HTTPS));
    var policies =
        new StsPolicies(
            dns,
            fetch,
            with.memory(),
            new StsPolicies.Limits(
                sts.domains(), sts.afterFailure(), sts.refreshAfter(), sts.atOnce(), sts.timeout()),
            clock);
    return new OutboundTls(
        new TlsRules(
            authorities,
            settings.tls().dane() ? Optional.of(new DaneSearch(dns)) : Optional.empty(),
            sts.enabled() ? Optional.of(policies) : Optional.empty(),
            settings
                .client()
                .credentials()
                .map(file -> credentials(Path.of(file)))
                .orElseGet(Credentials::none)));
  }

  TlsRules rules() {
    return rules;
  }

  /** How often policies are looked through for some that have come of age. */
  static final Duration REFRESHED_EVERY = Duration.ofHours(1);

  /** Fetches policies again that have come of age. Blocks. */
  void refresh() {
    try {
      rules.sts().ifPresent(StsPolicies::refresh);
    } catch (RuntimeException e) {
      LOG.error("MTA-STS policies could not be refreshed", e);
    }
  }

  /** Stops the start if anybody else may read it. */
  static Credentials credentials(Path file) {
    try {
      if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IllegalArgumentException(
            "postseal.relay.client.credentials: others than its owner may use " + file);
      }
      return Credentials.parse(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException("postseal.relay.client.credentials", e);
    }
  }
}
