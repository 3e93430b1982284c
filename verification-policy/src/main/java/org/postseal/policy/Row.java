package org.postseal.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One row of the decision table. */
@FunctionalInterface
interface Row {

  Outcome outcome(Findings findings);

  /** What a row says about a message. */
  sealed interface Outcome {
    /** It can tell. */
    sealed interface Certain extends Outcome {}

    /** The row matches and this is its decision. */
    record Fires(Decision decision) implements Certain {}

    /** The row does not match. */
    record Passes() implements Certain {}

    /**
     * What the row says depends on something that could not be fetched now.
     *
     * @param possible what it may say, more than one
     * @param missing what could not be fetched
     */
    record Depends(List<Certain> possible, Missing missing) implements Outcome {
      public Depends {
        possible = List.copyOf(possible);
      }
    }

    /** One of these; certain if there is no difference. */
    static Outcome oneOf(List<Certain> possible, Missing missing) {
      var distinct = possible.stream().distinct().toList();
      return distinct.size() == 1 ? distinct.getFirst() : new Depends(distinct, missing);
    }

    /** What a row says that asks about the flow, whichever it may be. */
    static Outcome whichever(IndirectFlow flow, Function<IndirectFlow.Known, Outcome> row) {
      return switch (flow) {
        case IndirectFlow.Known known -> row.apply(known);
        case IndirectFlow.Undecided(var known, var open, var missing) -> {
          var first = row.apply(known);
          var possible = new ArrayList<>(possible(first));
          open.forEach(sign -> possible.addAll(possible(row.apply(new IndirectFlow.Proven(sign)))));
          yield oneOf(possible, first instanceof Depends depends ? depends.missing() : missing);
        }
      };
    }

    private static List<Certain> possible(Outcome outcome) {
      return switch (outcome) {
        case Certain certain -> List.of(certain);
        case Depends(var possible, _) -> possible;
      };
    }
  }

  /**
   * Something that could not be fetched.
   *
   * @param source where it would have been
   * @param what the same for people
   */
  record Missing(Source source, String what) {}

  /** What may be missing; each has its own status code. */
  enum Source {
    /** A key: RFC 6376 §6.3 asks for 4.7.5, cryptographic failure (RFC 3463 §3.8). */
    KEY("4.7.5"),
    /** An SPF or DMARC record: RFC 7208 §8.6 asks for 4.4.3, directory server failure. */
    RECORD("4.4.3");

    private final String enhancedStatusCode;

    Source(String enhancedStatusCode) {
      this.enhancedStatusCode = enhancedStatusCode;
    }

    String enhancedStatusCode() {
      return enhancedStatusCode;
    }
  }
}
