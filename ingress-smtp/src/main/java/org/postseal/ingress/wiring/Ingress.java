package org.postseal.ingress.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
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
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.accounts.source.AccountSources;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.acceptance.ListedDomains;
import org.postseal.ingress.acceptance.LocalDomains;
import org.postseal.ingress.acceptance.MxRecipients;
import org.postseal.ingress.accounts.AccountParts;
import org.postseal.ingress.accounts.DeclaredSources;
import org.postseal.ingress.connection.Ports;
import org.postseal.ingress.connection.SmtpServer;
import org.postseal.ingress.load.BlockedClients;
import org.postseal.ingress.load.ContentBudget;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.recipients.Callouts;
import org.postseal.ingress.recipients.RecipientFile;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.OurStatements;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.ingress.session.SessionRules;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.tls.Tls;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.ingress.watch.OutcomeLog;

/** Puts the ingress together when the application starts, and drains it when it stops. */
@ApplicationScoped
public class Ingress {
  private static final Logger LOG = Logger.getLogger(Ingress.class);
  private static final long RECIPIENTS_LOOKED_AT_MILLIS = 5_000;
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  private final IngressSettings settings;
  private final Vertx vertx;
  private final ShownCertificate certificate;
  private final MeterRegistry meters;
  private final Verification verification;
  private final Signing signing;
  private final MessageStore store;
  private final TransactionEvents events;
  private final LocalDomains localDomains;
  private final OurStatements statements;
  private final BlockedClients blocked;
  private final TransactionSpans spans;
  private final InstantSource clock = InstantSource.system();

  private @Nullable SmtpServer server;
  private @Nullable Callouts callouts;
  private @Nullable OutcomeLog log;
  private @Nullable AccountSources credentials;

  Ingress(
      IngressSettings settings,
      Vertx vertx,
      ShownCertificate certificate,
      MeterRegistry meters,
      Verification verification,
      Signing signing,
      MessageStore store,
      TransactionEvents events,
      LocalDomains localDomains,
      OurStatements statements,
      BlockedClients blocked,
      TransactionSpans spans) {
    this.settings = settings;
    this.vertx = vertx;
    this.certificate = certificate;
    this.meters = meters;
    this.verification = verification;
    this.signing = signing;
    this.store = store;
    this.events = events;
    this.localDomains = localDomains;
    this.statements = statements;
    this.blocked = blocked;
    this.spans = spans;
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
    credentials = DeclaredSources.by(settings.accounts(), clock);
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
    var accounts = AccountParts.by(settings.accounts(), settings.trusted(), credentials::evidence);
    var budget =
        new MemoryBudget(
            ContentBudget.limits(
                settings.memory(),
                Runtime.getRuntime().maxMemory(),
                settings.limits().size().asLongValue()));
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
    if (credentials != null) {
      credentials.close();
    }
  }

  private SmtpServer.Setup setup(String hostname, SessionRules.Accounts accounts) {
    return new ServerSetup(settings, hostname, accounts, mxRecipients(hostname), statements, clock)
        .with(
            EntranceSettings.entrance(settings, vertx, clock, blocked), certificate.tls(hostname));
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
