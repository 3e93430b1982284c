package org.postseal.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.Verdict.Action;

/**
 * Rows tried top to bottom; the first that fires decides.
 *
 * <p>A row that cannot tell whether it fires, because something could not be fetched, does not stop
 * the search: if a row further down decides the same way, nothing depends on what is missing. If
 * none does, the message is deferred.
 *
 * <p>An SPF fail decides nothing by itself: forwarders cause it every day.
 */
public final class DecisionTable {
  private static final List<Row> ROWS =
      List.of(
          Rows::contentLimit,
          Rows::registry,
          Rows::blocklist,
          Rows::from,
          Rows::nullMx,
          Rows::ownDomain,
          Rows::signingPolicy,
          DmarcRow::dmarc);

  private DecisionTable() {}

  /** What becomes of the message; in monitor mode it is accepted whatever fires. */
  public static Decision decide(Findings findings, Mode mode) {
    var decision = decide(findings);
    return switch (mode) {
      case ENFORCE -> decision;
      case MONITOR -> Decision.accept(decision.rule());
    };
  }

  private static Decision decide(Findings findings) {
    Row.Outcome.@Nullable Depends open = null;
    for (var row : ROWS) {
      switch (row.outcome(findings)) {
        case Row.Outcome.Passes _ -> {}
        case Row.Outcome.Depends depends -> open = open == null ? depends : open;
        case Row.Outcome.Fires(var decision) -> {
          return open == null || open.wouldBe() == decision.action()
              ? decision
              : couldNotFetch(open);
        }
      }
    }
    return open == null ? Decision.accept("accept") : couldNotFetch(open);
  }

  private static Decision couldNotFetch(Row.Outcome.Depends open) {
    assert open.wouldBe() != Action.ACCEPT;
    return Decision.defer("could-not-fetch", open.source().enhancedStatusCode(), open.missing());
  }
}
