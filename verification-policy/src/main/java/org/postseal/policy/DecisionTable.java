package org.postseal.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.topics.DomainEntry.Mode;

/**
 * Rows tried top to bottom; the first that fires decides.
 *
 * <p>A row that cannot tell what it says, because something could not be fetched, does not stop the
 * search while it may pass: everything that may become of the message is gathered. If that is one
 * and the same action, nothing depends on what is missing. Else the message is deferred.
 *
 * <p>An SPF fail decides nothing by itself: forwarders cause it every day.
 */
public final class DecisionTable {
  private static final List<Row> ROWS =
      List.of(
          Rows::contentLimit,
          Rows::headerSection,
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
    var possible = new ArrayList<Decision>();
    Optional<Row.Missing> missing = Optional.empty();
    for (var row : ROWS) {
      boolean goesOn =
          switch (row.outcome(findings)) {
            case Row.Outcome.Passes _ -> true;
            case Row.Outcome.Fires(var decision) -> {
              possible.add(decision);
              yield false;
            }
            case Row.Outcome.Depends(var outcomes, var what) -> {
              missing = missing.or(() -> Optional.of(what));
              possible.addAll(fired(outcomes));
              yield outcomes.contains(new Row.Outcome.Passes());
            }
          };
      if (!goesOn) {
        return settled(possible, missing);
      }
    }
    possible.add(Decision.accept("accept"));
    return settled(possible, missing);
  }

  private static List<Decision> fired(List<Row.Outcome.Certain> outcomes) {
    return outcomes.stream()
        .flatMap(
            outcome ->
                switch (outcome) {
                  case Row.Outcome.Fires(var decision) -> Stream.of(decision);
                  case Row.Outcome.Passes _ -> Stream.empty();
                })
        .toList();
  }

  /** The last of them names the rule that fires for certain, if one does. */
  private static Decision settled(List<Decision> possible, Optional<Row.Missing> missing) {
    boolean same = possible.stream().map(Decision::action).distinct().count() == 1;
    return same
        ? possible.getLast()
        : missing.map(DecisionTable::couldNotFetch).orElseThrow(IllegalStateException::new);
  }

  private static Decision couldNotFetch(Row.Missing missing) {
    return Decision.defer("could-not-fetch", missing.source().enhancedStatusCode(), missing.what());
  }
}
