package org.postseal.relay.desk;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jboss.logging.Logger;
import org.postseal.topics.MailTopic;

/** Keeps the book of orders as {@code mail.orders} is, a moment late at most. */
public final class OrderFollower implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OrderFollower.class);
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final TopicView view;
  private final Thread thread;
  private volatile boolean read;
  private volatile boolean closing;

  /** Begins to follow. */
  public OrderFollower(Supplier<Consumer<byte[], byte[]>> consumers, OrderBook book) {
    this.view =
        new TopicView(consumers, List.of(MailTopic.ORDERS), TopicView.From.BEGINNING, book::take);
    this.thread = Thread.ofPlatform().name("relay-orders").daemon().start(this::follow);
  }

  /** Whether all orders have been read once. */
  public boolean isRead() {
    return read;
  }

  private void follow() {
    while (!closing) {
      try {
        try {
          view.refresh();
          read = true;
          Thread.sleep(BETWEEN);
        } catch (TopicView.AwayException e) {
          LOG.warnf("orders cannot be read, trying again: %s", e.getMessage());
          Thread.sleep(AFTER_FAILURE);
        } catch (RuntimeException e) {
          LOG.error("orders cannot be followed, trying again", e);
          view.close();
          Thread.sleep(AFTER_FAILURE);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    view.close();
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
