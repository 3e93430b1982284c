package org.postseal.relay.sharing;

/** One attempt being made at a host. */
final class Attempt<C extends Claim> {
  private final Host<C> host;
  private final long began;
  private final boolean unprovenThen;
  private boolean slow;

  Attempt(Host<C> host, long began) {
    this.host = host;
    this.began = began;
    this.unprovenThen = !host.isProven();
  }

  Host<C> host() {
    return host;
  }

  long began() {
    return began;
  }

  /** Whether nobody had heard from the host when it began. */
  boolean wasUnproven() {
    return unprovenThen;
  }

  /** Whether it has taken so long that it holds nothing any more. */
  boolean isSlow() {
    return slow;
  }

  void turnSlow() {
    slow = true;
  }
}
