package org.postseal.relay.desk;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.TransactionId;

/**
 * What operators decided, as long as it holds. In memory as {@code mail.orders} has it; safe for
 * several threads.
 */
public final class OrderBook {
  private static final Logger LOG = Logger.getLogger(OrderBook.class);

  private final Map<String, OperatorOrder> bySubject = new ConcurrentHashMap<>();

  /** Takes the next record of the topic. */
  void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      var subject = OperatorOrder.subject(record);
      OperatorOrder.of(record)
          .ifPresentOrElse(order -> bySubject.put(subject, order), () -> bySubject.remove(subject));
    } catch (MalformedRecordException e) {
      LOG.warnf("an order at offset %d cannot be read: %s", record.offset(), e.getMessage());
    }
  }

  /** Just written: it holds here before it was read back. */
  void noted(OperatorOrder order) {
    bySubject.put(order.subject(), order);
  }

  void revoked(String subject) {
    bySubject.remove(subject);
  }

  /** What was decided about a subject. */
  Optional<OperatorOrder> about(String subject) {
    return Optional.ofNullable(bySubject.get(subject));
  }

  /** How many destinations get nothing. */
  public int suspended() {
    return suspensions().size();
  }

  /** Orders about destinations. */
  List<OperatorOrder> suspensions() {
    return bySubject.values().stream()
        .filter(order -> order.action() == OperatorOrder.Action.SUSPEND)
        .toList();
  }

  /**
   * Of the recipients of a message that waited after so many steps of its chain, those whom
   * somebody has taken out of the queue since: nothing is to be done for them here any more.
   */
  public Set<String> takenOut(TransactionId id, int steps, Collection<String> recipients) {
    return about(OperatorOrder.Subject.waiting(id, steps))
        .map(
            order -> {
              var out = new HashSet<>(recipients);
              if (!order.recipients().isEmpty()) {
                out.retainAll(order.recipients());
              }
              return (Set<String>) out;
            })
        .orElse(Set.of());
  }

  /** Whether nothing is to be delivered to a forward-path now, by its domain. */
  public boolean isSuspended(String forwardPath) {
    return bySubject.containsKey(
        OperatorOrder.Subject.destination(
            forwardPath.substring(forwardPath.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT)));
  }
}
