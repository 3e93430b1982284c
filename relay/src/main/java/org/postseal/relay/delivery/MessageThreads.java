package org.postseal.relay.delivery;

import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * What is done about one message, each on a thread of its own. Where that breaks the message is
 * buried: a bug neither stops the others nor goes unseen.
 */
final class MessageThreads {
  private static final Logger LOG = Logger.getLogger(MessageThreads.class);

  private final ExecutorService threads;
  private final Endings endings;
  private final RelayMetrics metrics;

  /** Something to be done about one message. */
  interface Work {
    void run() throws InterruptedException;
  }

  MessageThreads(ExecutorService threads, Endings endings, RelayMetrics metrics) {
    this.threads = threads;
    this.endings = endings;
    this.metrics = metrics;
  }

  void execute(Consignment consignment, Work work) {
    threads.execute(() -> guarded(consignment, work));
  }

  private void guarded(Consignment consignment, Work work) {
    try {
      work.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // stopping: the next replica begins anew
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s broke", consignment);
      metrics.fault();
      execute(consignment, () -> endings.bury(consignment, e));
    }
  }
}
