package org.postseal.ingress.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.ingress.ContentBudget;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.acceptance.ListedDomains;
import org.postseal.ingress.acceptance.LocalDomains;
import org.postseal.ingress.acceptance.MxRecipients;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.ingress.acceptance.TraceFields;
import org.postseal.ingress.recipients.Callouts;
import org.postseal.ingress.recipients.RecipientFile;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.ingress.session.SessionRules;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.smtp.path.PathLimits;

/** Puts the ingress together when the application starts, and drains it when it stops. */
@ApplicationScoped
public class Ingress {
  private static final Logger LOG = Logger.getLogger(Ingress.class);
  private static final String TLS_NAME = "smtp";
  private static final long RECIPIENTS_LOOKED_AT_MILLIS = 5_000;
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  private final IngressSettings settings;
  private final Vertx vertx;
  private final TlsConfigurationRegistry certificates;
  private final MeterRegistry meters;
  private final Verification verification;
  private final Signing signing;
  private final MessageStore store;
  private final TransactionEvents events;
  private final LocalDomains localDomains;
  private final TransactionSpans spans;
  private final InstantSource clock = InstantSource.system();

  private final AtomicLong certificateExpiry;

  private @Nullable SmtpServer server;
  private @Nullable Tls tls;
  private @Nullable Callouts callouts;
  private @Nullable OutcomeLog log;

  Ingress(
      IngressSettings settings,
      Vertx vertx,
      TlsConfigurationRegistry certificates,
      MeterRegistry meters,
      Verification verification,
      Signing signing,
      MessageStore store,
      TransactionEvents events,
      LocalDomains localDomains,
      TransactionSpans spans) {
    this.settings = settings;
    this.vertx = vertx;
    this.certificates = certificates;
    this.meters = meters;
    this.verification = verification;
    this.signing = signing;
    this.store = store;
    this.events = events;
    this.localDomains = localDomains;
    this.spans = spans;
    this.certificateExpiry =
        meters.gauge("postseal_ingress_certificate_expiry_seconds", new AtomicLong());
  }

  /** Before anything of this process speaks TLS. */
  void forbidRenegotiation(@Observes @Priority(1) StartupEvent event) {
    Tls.forbidRenegotiation();
  }

  /** The port a listener is bound to. */
  public int port(Listener listener) {
    if (server == null) {
      throw new IllegalStateException("not listening");
    }
    return server.port(listener);
  }

  /** Whether we listen and know our domains; always, if this process receives no mail. */
  public boolean isReady() {
    return !settings.enabled() || (server != null && localDomains.isComplete());
  }

  void start(@Observes StartupEvent event) throws InterruptedException {
    if (!settings.enabled()) {
      return;
    }
    var hostname = settings.hostname().orElseGet(Ingress::machineName).toLowerCase(Locale.ROOT);
    var credentials =
        new AccountSources(
            vertx,
            settings.accounts(),
            new FileCredentials(
                vertx, settings.accounts().file(), settings.accounts().remember(), clock),
            clock);
    log = new OutcomeLog(settings.loggedAddresses(), meters);
    var ports =
        new Ports(
            verification,
            signing,
            store,
            events,
            credentials,
            recipientCheck(hostname),
            spans,
            log);
    var accounts = AccountParts.by(settings, credentials::evidence, clock);
    var budget =
        new MemoryBudget(ContentBudget.octets(settings.memory(), Runtime.getRuntime().maxMemory()));
    server = new SmtpServer(vertx, setup(hostname, accounts), ports, budget, meters);
    await(server.start().toCompletionStage().toCompletableFuture(), START_PATIENCE);
    LOG.infof(
        "%s listens on %s: mx %d, submission %d, submissions %d; %d MiB for content in flight",
        hostname,
        settings.host(),
        port(Listener.MX),
        port(Listener.SUBMISSION),
        port(Listener.SUBMISSIONS),
        budget.capacity() >> 20);
  }

  /** Before everything that a session needs to come to its end. */
  void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
    if (server != null) {
      var drain = settings.timeouts().drain();
      LOG.infof("%d open sessions, draining", server.openSessions());
      await(server.stop(drain).toCompletionStage().toCompletableFuture(), drain.plusSeconds(5));
    }
    if (callouts != null) {
      callouts.close();
    }
    if (log != null) {
      log.close();
    }
  }

  /** New sessions show the new certificate. */
  void certificateUpdated(@Observes CertificateUpdatedEvent event) {
    if (tls != null && event.name().equals(TLS_NAME)) {
      try {
        tls.replace(vertx, event.tlsConfiguration().getSSLOptions());
        noteExpiry(tls);
      } catch (IllegalStateException e) {
        LOG.error("the new certificate cannot be used, the old one stays", e);
      }
    }
  }

  private SmtpServer.Setup setup(String hostname, SessionRules.Accounts accounts) {
    var ports = new EnumMap<Listener, Integer>(Listener.class);
    ports.put(Listener.MX, settings.mx().port());
    ports.put(Listener.SUBMISSION, settings.submission().port());
    ports.put(Listener.SUBMISSIONS, settings.submissions().port());
    var rules = new EnumMap<Listener, SessionRules>(Listener.class);
    for (var listener : Listener.values()) {
      rules.put(listener, rules(listener, hostname, accounts));
    }
    return new SmtpServer.Setup(
        settings.host(),
        ports,
        rules,
        connection(),
        EntranceSettings.entrance(
            settings, EntranceSettings.clients(settings.limits()), vertx, clock),
        Optional.of(tls(hostname)),
        Runtime.getRuntime().availableProcessors());
  }

  private SessionRules rules(Listener listener, String hostname, SessionRules.Accounts accounts) {
    var limits = settings.limits();
    var traceFields = new TraceFields(settings.authservIds().orElse(Set.of(hostname)));
    return new SessionRules(
        listener,
        hostname,
        listener != Listener.SUBMISSIONS,
        listener == Listener.MX ? settings.mx().greetingDelay() : Duration.ZERO,
        new SessionRules.Limits(
            limits.size().asLongValue(),
            limits.recipients(),
            limits.transactions(),
            limits.errors(),
            limits.authFailures(),
            limits.received()),
        mxRecipients(hostname),
        new SubmittedHeader(hostname, traceFields),
        traceFields,
        accounts,
        settings.xclient().trusted().orElse(List.of()));
  }

  private MxRecipients mxRecipients(String hostname) {
    var recipients = settings.recipients();
    return new MxRecipients(
        recipients.file().<LocalDomains>map(this::listed).orElse(localDomains),
        hostname,
        callouts == null ? MxRecipients.Unlisted.TAKEN : MxRecipients.Unlisted.ASKED,
        recipients.delimiter().equals("none") ? "" : recipients.delimiter());
  }

  private LocalDomains listed(Path path) {
    var file = new RecipientFile(path);
    vertx.setPeriodic(
        RECIPIENTS_LOOKED_AT_MILLIS,
        _ ->
            vertx.executeBlocking(
                () -> {
                  file.lookAgain();
                  return true;
                }));
    return new ListedDomains(localDomains, file::list);
  }

  private RecipientCheck recipientCheck(String hostname) {
    var callout = settings.recipients().callout();
    callouts = Callouts.by(callout, hostname).orElse(null);
    return callouts == null
        ? _ -> CompletableFuture.completedStage(RecipientCheck.Answer.UNDECIDED)
        : callouts.remembering(callout, clock);
  }

  private ConnectionSettings connection() {
    var limits = settings.limits();
    var timeouts = settings.timeouts();
    return new ConnectionSettings(
        limits.commandLine(),
        limits.authLine(),
        limits.contentLine(),
        limits.size().asLongValue(),
        new PathLimits(
            limits.localPart(), PathLimits.GENEROUS.domain(), PathLimits.GENEROUS.path()),
        new DigestLimits(
            Math.toIntExact(limits.headerSection().asLongValue()),
            limits.headerFields(),
            limits.signatures()),
        new ConnectionSettings.Timeouts(
            timeouts.command(),
            timeouts.content(),
            timeouts.wholeContent(),
            timeouts.wrongPassword()),
        clock);
  }

  private Tls tls(String hostname) {
    var made = new Tls(vertx, configuredOrOwn(hostname));
    noteExpiry(made);
    tls = made;
    return made;
  }

  private SSLOptions configuredOrOwn(String hostname) {
    return certificates
        .get(TLS_NAME)
        .map(TlsConfiguration::getSSLOptions)
        .orElseGet(
            () -> {
              var files = SelfSigned.in(settings.tls().selfSigned(), hostname, clock.instant());
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

  private void noteExpiry(Tls made) {
    made.expiry()
        .ifPresent(
            when -> {
              certificateExpiry.set(when.getEpochSecond());
              if (when.isBefore(clock.instant())) {
                LOG.errorf(
                    "the certificate shown to clients ended on %s: those that verify it do not send",
                    when);
              }
            });
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  private static void await(CompletableFuture<Void> future, Duration patience)
      throws InterruptedException {
    try {
      future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UncheckedIOException(new IOException("the listeners did not follow", e));
    }
  }
}
