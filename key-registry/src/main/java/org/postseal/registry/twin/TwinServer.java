package org.postseal.registry.twin;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;
import org.postseal.signingpolicy.KeyTerms;
import org.postseal.signingpolicy.PolicyTerms;

/**
 * Starts the twin's listener, if one is wanted: no token is asked for there, and nothing else
 * answers there.
 */
@ApplicationScoped
public class TwinServer {
  private static final Logger LOG = Logger.getLogger(TwinServer.class);
  private static final String TLS_NAME = "signpol";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RegistrySettings settings;
  private final Vertx vertx;
  private final TlsConfigurationRegistry tls;
  private final Instance<Journal> journal;
  private @Nullable TwinListener listener;

  TwinServer(
      RegistrySettings settings,
      Vertx vertx,
      TlsConfigurationRegistry tls,
      Instance<Journal> journal) {
    this.settings = settings;
    this.vertx = vertx;
    this.tls = tls;
    this.journal = journal;
  }

  /** The port it is bound to. */
  public int port() {
    if (listener == null) {
      throw new IllegalStateException("not listening");
    }
    return listener.port();
  }

  void start(@Observes StartupEvent event) throws Exception {
    var twin = settings.signpol();
    if (!settings.enabled() || twin.port().isEmpty()) {
      return;
    }
    var documents =
        new TwinDocuments(
            journal.get().state(),
            journal.get()::isReady,
            new TwinDocuments.Terms(
                new PolicyTerms(twin.maxAge(), twin.keys()),
                new KeyTerms(twin.keyTtl(), InstantSource.system()),
                journal.get()::nextChange));
    listener =
        new TwinListener(
            vertx,
            documents,
            new TwinListener.Limits(twin.connections(), twin.silence()),
            twin.withoutTls() ? new HttpServerOptions() : withCertificates());
    await(listener.listen(twin.port().getAsInt(), twin.host()));
    LOG.infof("policies and keys are stated on %s, port %d", twin.host(), port());
  }

  void stop(@Observes ShutdownEvent event) throws Exception {
    if (listener != null) {
      await(listener.close());
    }
  }

  /** New connections show the new certificate. */
  void replaced(@Observes CertificateUpdatedEvent event) {
    if (listener != null && event.name().equals(TLS_NAME)) {
      listener
          .show(event.tlsConfiguration().getSSLOptions())
          .onFailure(e -> LOG.error("the new certificate cannot be used, the old one stays", e));
    }
  }

  private HttpServerOptions withCertificates() {
    var configured =
        tls.get(TLS_NAME)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "postseal.registry.signpol.port is set, and quarkus.tls.\"signpol\" is"
                            + " not configured"));
    var wanted = configured.getSSLOptions();
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setSni(configured.usesSni())
            .setKeyCertOptions(wanted.getKeyCertOptions())
            .setEnabledSecureTransportProtocols(wanted.getEnabledSecureTransportProtocols());
    wanted.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
    return options;
  }

  private static void await(Future<Void> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    future
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
