package org.postseal.ingress.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.observation.LoggedAddresses;
import org.postseal.observation.OutcomeLine;
import org.postseal.smtp.reply.EnhancedStatus;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.TransactionId;

/**
 * A line in the log for each transaction that came to its content: what became of it and why. The
 * category is {@code org.postseal.ingress.transactions}, the level INFO.
 *
 * <p>Lines are made and written on a thread of their own, because no event loop may wait for a
 * console. When they come faster than they can be written they are counted and lost; the events
 * have everything.
 */
public final class OutcomeLog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("org.postseal.ingress.transactions");
  private static final int MOST_WAITING = 10_000;

  private final LoggedAddresses addresses;
  private final ThreadPoolExecutor thread;

  /**
   * @param addresses whether lines say who
   */
  public OutcomeLog(LoggedAddresses addresses, MeterRegistry meters) {
    this.addresses = addresses;
    var lost =
        Counter.builder("postseal_ingress_log_lines_lost")
            .description("Outcomes of transactions that were not logged, for want of time")
            .register(meters);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("outcomes-", 0).factory(),
            (_, _) -> lost.increment());
  }

  /** How long the parts of a transaction took, and in which trace it was. */
  public record Course(
      Listener listener, long contentMillis, long answerMillis, Optional<String> trace) {}

  /** Whether lines say who, in other lines as well. */
  public LoggedAddresses addresses() {
    return addresses;
  }

  public void cameTo(TransactionEvent event, Course course) {
    if (LOG.isInfoEnabled()) {
      thread.execute(() -> LOG.info(line(event, course)));
    }
  }

  public void abandoned(TransactionId id, Listener listener) {
    if (LOG.isInfoEnabled()) {
      thread.execute(() -> LOG.info(begun(id, listener).with("outcome", "abandoned")));
    }
  }

  private OutcomeLine begun(TransactionId id, Listener listener) {
    return new OutcomeLine(addresses)
        .with("transaction", id.value())
        .with("listener", listener.word());
  }

  public OutcomeLine line(TransactionEvent event, Course course) {
    var transaction = event.transaction();
    var line = begun(transaction.id(), course.listener());
    switch (event) {
      case TransactionEvent.Received received ->
          line.with("outcome", "received").with("size", received.size());
      case TransactionEvent.Accepted accepted -> {
        decided(line, accepted.destination().outcome(), accepted.findings(), accepted.reply());
        line.with("size", accepted.size());
      }
      case TransactionEvent.Rejected rejected ->
          decided(line, "rejected", rejected.findings(), rejected.reply());
      case TransactionEvent.Deferred deferred ->
          decided(line, "deferred", deferred.findings(), deferred.reply());
      case TransactionEvent.Abandoned abandoned ->
          line.with("outcome", "abandoned").with("rule", abandoned.findings().rule());
    }
    line.with("content_ms", course.contentMillis()).with("answer_ms", course.answerMillis());
    course.trace().ifPresent(trace -> line.with("trace", trace));
    return who(line, transaction);
  }

  private static void decided(OutcomeLine line, String outcome, Findings findings, Reply reply) {
    line.with("outcome", outcome)
        .with("rule", findings.rule())
        .with("reply", reply.code())
        .with("status", reply.status().map(EnhancedStatus::toString).orElse("none"));
  }

  private static OutcomeLine who(OutcomeLine line, MailTransaction transaction) {
    var envelope = transaction.envelope();
    envelope.client().tls().ifPresent(tls -> line.with("tls", tls));
    envelope.account().ifPresent(account -> line.who("account", account));
    return line.with("recipients", envelope.forwardPaths().size())
        .who("client", envelope.client().address())
        .who("helo", envelope.client().helo())
        .who("from", envelope.reversePath());
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      var _ = thread.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
