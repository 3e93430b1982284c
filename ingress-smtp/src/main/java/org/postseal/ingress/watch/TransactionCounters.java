package org.postseal.ingress.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postseal.ingress.session.TransactionEvent;

/**
 * What became of the messages of one listener whose content arrived, and by which rule: {@code
 * postseal_ingress_transactions_total}. The rules are those of verifier, signer and ingress; no
 * more than {@value #MOST} pairs of outcome and rule are told apart, the rest is {@code other}.
 */
final class TransactionCounters {
  /** About twice what there are. */
  static final int MOST = 100;

  private final MeterRegistry registry;
  private final String listener;
  private final Map<Fate, Counter> counters = new ConcurrentHashMap<>();

  private record Fate(String outcome, String rule) {}

  TransactionCounters(MeterRegistry registry, String listener) {
    this.registry = registry;
    this.listener = listener;
  }

  /** The end of a transaction; that its content arrived is no end. */
  void count(TransactionEvent event) {
    switch (event) {
      case TransactionEvent.Received _ -> {}
      case TransactionEvent.Accepted accepted ->
          count(
              switch (accepted.destination()) {
                case ACCEPTED -> "accepted";
                case QUARANTINE -> "quarantined";
              },
              accepted.findings().rule());
      case TransactionEvent.Rejected rejected -> count("rejected", rejected.findings().rule());
      case TransactionEvent.Deferred deferred -> count("deferred", deferred.findings().rule());
      case TransactionEvent.Abandoned abandoned -> count("abandoned", abandoned.findings().rule());
    }
  }

  private void count(String outcome, String rule) {
    var fate = new Fate(outcome, rule);
    var counter = counters.get(fate);
    (counter == null ? first(fate) : counter).increment();
  }

  private synchronized Counter first(Fate fate) {
    if (counters.size() >= MOST && !counters.containsKey(fate)) {
      return counter(new Fate(fate.outcome(), "other"));
    }
    return counters.computeIfAbsent(fate, this::counter);
  }

  private Counter counter(Fate fate) {
    return Counter.builder("postseal_ingress_transactions")
        .description("Messages received to their end, by what became of them")
        .tag("listener", listener)
        .tag("outcome", fate.outcome())
        .tag("rule", fate.rule())
        .register(registry);
  }
}
