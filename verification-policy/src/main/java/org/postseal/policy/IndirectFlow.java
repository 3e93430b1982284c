package org.postseal.policy;

import java.util.List;

/**
 * Whether somebody who proves who he is has passed the message on: he has, he has not, or what
 * would prove it could not be fetched now. {@link Intermediaries#flow} finds it out.
 */
public sealed interface IndirectFlow {

  /** It is known, one way or the other. */
  sealed interface Known extends IndirectFlow {}

  /** There is no authenticated sign of one. */
  record None() implements Known {}

  /** There is such a sign; of several, the one that saves most. */
  record Proven(Sign sign) implements Known {}

  /**
   * A sign that would save more than what is proven may be there: its key or record could not be
   * fetched.
   *
   * @param known what holds if nothing of it proves true
   * @param open what may prove true
   * @param missing what could not be fetched
   */
  record Undecided(Known known, List<Sign> open, Row.Missing missing) implements IndirectFlow {
    public Undecided {
      open = List.copyOf(open);
    }
  }

  /** Who can have passed it on. */
  enum Sign {
    /** The list that List-Id names has signed it: anybody can have a list, so this saves little. */
    LIST,
    /** A domain on the operator's list of forwarders passed DKIM or SPF. */
    FORWARDER,
    /** A sealer on the operator's list vouches that the author was authenticated on arrival. */
    SEALER
  }
}
