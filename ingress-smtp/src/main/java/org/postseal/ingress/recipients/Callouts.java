package org.postseal.ingress.recipients;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtpclient.Protocol;
import org.postseal.smtpclient.Server;
import org.postseal.smtpclient.Watch;
import org.postseal.smtpclient.hosts.Endpoint;

/**
 * Questions to the next hop on threads of their own, so many at one time; who waits for a turn
 * longer than a question may take gets no decision.
 */
public final class Callouts implements AutoCloseable {
  private final Watch watch = new Watch();
  private final NextHopCallout callout;
  private final long patience;
  private final Semaphore turns;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Callouts(NextHopCallout.Hop hop, int atOneTime) {
    this.callout = new NextHopCallout(hop, watch);
    this.patience = hop.timeout().toMillis();
    this.turns = new Semaphore(atOneTime);
  }

  /** Empty if nobody is to be asked. */
  public static Optional<Callouts> by(RecipientSettings.Callout settings, String hostname) {
    return settings
        .host()
        .map(
            host ->
                new Callouts(
                    new NextHopCallout.Hop(
                        Server.of(new Endpoint(host, settings.port())),
                        protocol(settings),
                        hostname,
                        settings.timeout()),
                    settings.atOneTime()));
  }

  private static Protocol protocol(RecipientSettings.Callout settings) {
    return switch (settings.protocol().toLowerCase(Locale.ROOT)) {
      case "lmtp" -> Protocol.LMTP;
      case "smtp" -> Protocol.SMTP;
      default ->
          throw new IllegalArgumentException(
              "postseal.ingress.recipients.callout.protocol is lmtp or smtp");
    };
  }

  /** The same, with a memory. */
  public RecipientCheck remembering(RecipientSettings.Callout settings, InstantSource clock) {
    return new RememberedRecipients(
        this::ask,
        new RememberedRecipients.Lifetimes(
            settings.rememberExisting(), settings.rememberUnknown(), settings.rememberUndecided()),
        settings.mailboxes(),
        clock);
  }

  private CompletionStage<RecipientCheck.Answer> ask(Mailbox mailbox) {
    return CompletableFuture.supplyAsync(() -> askInTurn(mailbox), threads);
  }

  private RecipientCheck.Answer askInTurn(Mailbox mailbox) {
    try {
      if (!turns.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
        return RecipientCheck.Answer.UNDECIDED;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return RecipientCheck.Answer.UNDECIDED;
    }
    try {
      return callout.ask(mailbox);
    } finally {
      turns.release();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    watch.close();
  }
}
