package org.postseal.authentication.dkim;

/**
 * How many public-key operations one message may still cost, over all its signatures and seals. The
 * header fields that a signature covers are hashed for it, so long ones count, too: each {@value
 * #OCTETS} octets as much as an operation. For one message on one thread.
 */
public final class OperationBudget {
  /**
   * Most operations, if nothing else is said: twenty DKIM-Signatures, five DomainKey-Signatures,
   * and the hundred of a chain of fifty ARC sets.
   */
  public static final int DEFAULT = 128;

  /** Why a signature was not verified, in a clause for people. */
  public static final String USED_UP =
      "the message has cost as many public-key operations as it may";

  private static final int OCTETS = 64 * 1024;

  private int left;

  /** A budget of {@link #DEFAULT}. */
  public OperationBudget() {
    this(DEFAULT);
  }

  /** A budget of so many operations. */
  public OperationBudget(int operations) {
    this.left = operations;
  }

  /** Whether there was enough left for an operation over so many octets; it is spent then. */
  public boolean spend(int octets) {
    int price = 1 + octets / OCTETS;
    if (price > left) {
      return false;
    }
    left -= price;
    return true;
  }
}
