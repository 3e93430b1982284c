package org.postseal.ingress.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.tls.SelfSigned;
import org.postseal.ingress.tls.Tls;

/**
 * The certificates that clients are shown: those of {@code quarkus.tls."smtp"}, or one that we sign
 * for ourselves.
 */
@ApplicationScoped
class ShownCertificate {
  private static final Logger LOG = Logger.getLogger(ShownCertificate.class);
  private static final String TLS_NAME = "smtp";

  private final Vertx vertx;
  private final TlsConfigurationRegistry configured;
  private final Path ownDirectory;
  private final AtomicLong expiry;
  private final InstantSource clock = InstantSource.system();
  private @Nullable Tls tls;

  ShownCertificate(
      Vertx vertx,
      TlsConfigurationRegistry configured,
      IngressSettings settings,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.configured = configured;
    this.ownDirectory = settings.tls().selfSigned();
    this.expiry = meters.gauge("postseal_ingress_certificate_expiry_seconds", new AtomicLong());
  }

  /** What listeners speak TLS with, now and after certificates were replaced. */
  Tls tls(String hostname) {
    var made = new Tls(vertx, configuredOrOwn(hostname));
    noteExpiry(made);
    tls = made;
    return made;
  }

  private SSLOptions configuredOrOwn(String hostname) {
    return configured
        .get(TLS_NAME)
        .map(TlsConfiguration::getSSLOptions)
        .orElseGet(
            () -> {
              var files = SelfSigned.in(ownDirectory, hostname, clock.instant());
              LOG.warnf(
                  "quarkus.tls.\"%s\" is not configured: TLS with a certificate we signed for"
                      + " ourselves, %s",
                  TLS_NAME, files.certificate().toAbsolutePath());
              return new SSLOptions()
                  .setKeyCertOptions(
                      new PemKeyCertOptions()
                          .addKeyPath(files.key().toString())
                          .addCertPath(files.certificate().toString()));
            });
  }

  /** New sessions show the new certificate. */
  void replaced(@Observes CertificateUpdatedEvent event) {
    if (tls != null && event.name().equals(TLS_NAME)) {
      try {
        tls.replace(vertx, event.tlsConfiguration().getSSLOptions());
        noteExpiry(tls);
      } catch (IllegalStateException e) {
        LOG.error("the new certificate cannot be used, the old one stays", e);
      }
    }
  }

  private void noteExpiry(Tls shown) {
    shown
        .expiry()
        .ifPresent(
            when -> {
              expiry.set(when.getEpochSecond());
              if (when.isBefore(clock.instant())) {
                LOG.errorf(
                    "the certificate shown to clients ended on %s: those that verify it do not send",
                    when);
              }
            });
  }
}
