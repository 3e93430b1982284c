package org.postseal.endtoend.accounting;

import java.util.Optional;

/** What is wrong, or worth a line. */
public sealed interface Finding {
  /** Who or what it is about. */
  String id();

  /** In words, without the id. */
  String words();

  /** Whether nothing may be like that. */
  default boolean isFailure() {
    return true;
  }

  /**
   * 250, and it is nowhere: not at a next hop, not in quarantine, not reported, and not waiting.
   */
  record Lost(String id, String transaction, String lastEvent) implements Finding {
    @Override
    public String words() {
      return "lost: 250 as " + transaction + ", last event " + lastEvent;
    }
  }

  private static String because(Optional<Fault> cause) {
    return cause
        .map(fault -> fault.victim() + " " + fault.how() + " at " + fault.from())
        .orElse("unexplained");
  }

  /** 250, and it still waits. */
  record Waiting(String id, String transaction, String lastEvent) implements Finding {
    @Override
    public String words() {
      return "still waits: 250 as " + transaction + ", last event " + lastEvent;
    }
  }

  /** 5xx, and a next hop has it. */
  record RefusedYetDelivered(String id, String reply, String hop) implements Finding {
    @Override
    public String words() {
      return "refused yet delivered to " + hop + ": " + reply;
    }
  }

  /** A next hop has what nobody sent, or nobody sent to its end. */
  record Stranger(String id, String hop) implements Finding {
    @Override
    public String words() {
      return "delivered to " + hop + " and never sent";
    }
  }

  /** Another body arrived than was sent. */
  record Altered(String id, String hop) implements Finding {
    @Override
    public String words() {
      return "its body is another at " + hop;
    }
  }

  /** What must be refused was accepted, or the other way round. */
  record Misjudged(String id, Kind kind, String told) implements Finding {
    @Override
    public String words() {
      return "misjudged: " + kind + " was " + told;
    }
  }

  /** The last event says something else than is there. */
  record Disagreement(String id, String lastEvent, String there) implements Finding {
    @Override
    public String words() {
      return "last event " + lastEvent + ", but it is " + there;
    }
  }

  /**
   * There more than once.
   *
   * @param gap between the two, and over which connections they came
   * @param cause what was done meanwhile that lets a delivery be repeated; empty if nothing was
   */
  record Duplicate(String id, String gap, Optional<Fault> cause) implements Finding {
    @Override
    public String words() {
      return "twice, " + gap + ": " + Finding.because(cause);
    }

    @Override
    public boolean isFailure() {
      return cause.isEmpty();
    }
  }

  /** 4xx, and it is delivered: right only while the outcome of the write could not be known. */
  record DeferredYetDelivered(String id, String reply, Optional<Fault> cause) implements Finding {
    @Override
    public String words() {
      return "deferred yet delivered, " + reply + ": " + Finding.because(cause);
    }

    @Override
    public boolean isFailure() {
      return cause.isEmpty();
    }
  }

  /** The registry has acknowledged a change that a replica does not have. */
  record ChangeLost(String id, String replica) implements Finding {
    @Override
    public String words() {
      return "a change that was acknowledged is not at " + replica;
    }
  }

  /** A process ended though nobody had done anything to it. */
  record Died(String id, String when) implements Finding {
    @Override
    public String words() {
      return "ended by itself at " + when;
    }
  }

  /** A record that a service could not read. */
  record DeadLetter(String id) implements Finding {
    @Override
    public String words() {
      return "is a dead letter";
    }
  }
}
