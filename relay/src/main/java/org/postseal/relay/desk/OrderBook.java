package org.postseal.relay.desk;

import java.time.Instant;
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

  /** Subjects of messages that wait, by what those of one step of a chain begin with. */
  private final Map<String, Set<String>> bySteps = new ConcurrentHashMap<>();

  private volatile boolean complete;

  /** All that was decided before this process began is known. */
  public void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** Takes the next record of the topic. */
  public void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      var subject = OperatorOrder.subject(record);
      OperatorOrder.of(record)
          .ifPresentOrElse(order -> put(subject, order), () -> revoked(subject));
    } catch (MalformedRecordException e) {
      LOG.warnf("an order at offset %d cannot be read: %s", record.offset(), e.getMessage());
    }
  }

  /** Just written: it holds here before it was read back. */
  void noted(OperatorOrder order) {
    put(order.subject(), order);
  }

  private void put(String subject, OperatorOrder order) {
    bySubject.put(subject, order);
    steps(subject)
        .ifPresent(
            steps ->
                bySteps.compute(
                    steps,
                    (_, known) -> {
                      var all = new HashSet<>(known == null ? Set.<String>of() : known);
                      all.add(subject);
                      return Set.copyOf(all);
                    }));
  }

  /** Nothing holds about a subject any more. */
  public void revoked(String subject) {
    bySubject.remove(subject);
    steps(subject)
        .ifPresent(
            steps ->
                bySteps.computeIfPresent(
                    steps,
                    (_, known) -> {
                      var left = new HashSet<>(known);
                      left.remove(subject);
                      return left.isEmpty() ? null : Set.copyOf(left);
                    }));
  }

  /** {@code waiting/TRANSACTION/STEP} of {@code waiting/TRANSACTION/STEP/RECIPIENTS}. */
  private static Optional<String> steps(String subject) {
    if (!subject.startsWith("waiting/")) {
      return Optional.empty();
    }
    int id = subject.indexOf('/');
    int step = subject.indexOf('/', id + 1);
    int recipients = step < 0 ? -1 : subject.indexOf('/', step + 1);
    return Optional.of(recipients < 0 ? subject : subject.substring(0, recipients));
  }

  /**
   * Subjects of orders about messages that nobody can have any more: the topics that keep mail keep
   * it for a shorter time. What was said of destinations holds until it is revoked.
   */
  public List<String> outlived(Instant before) {
    return bySubject.values().stream()
        .filter(order -> order.action() != OperatorOrder.Action.SUSPEND)
        .filter(order -> order.at().isBefore(before))
        .map(OperatorOrder::subject)
        .toList();
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
    var out = new HashSet<String>();
    for (var subject : bySteps.getOrDefault(OperatorOrder.Subject.waiting(id, steps), Set.of())) {
      about(subject)
          .ifPresent(
              order -> out.addAll(order.recipients().isEmpty() ? recipients : order.recipients()));
    }
    out.retainAll(recipients);
    return out;
  }

  /** Whether nothing is to be delivered to a host now, by its name or one of its addresses. */
  public boolean isHostSuspended(String host) {
    return bySubject.containsKey(OperatorOrder.Subject.host(host));
  }

  /** Whether nothing is to be delivered to a forward-path now, by its domain. */
  public boolean isSuspended(String forwardPath) {
    return bySubject.containsKey(
        OperatorOrder.Subject.destination(
            forwardPath.substring(forwardPath.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT)));
  }
}
