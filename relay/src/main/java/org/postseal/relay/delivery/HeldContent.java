package org.postseal.relay.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * Spare memory for the content of what waits a moment, so that it need not be read twice. What does
 * not fit waits as its place alone.
 */
final class HeldContent {
  private final long most;
  private final Map<Consignment, Long> kept = new HashMap<>();
  private long octets;

  HeldContent(long most) {
    this.most = most;
  }

  /** Whether this one may keep its content while it waits. */
  synchronized boolean keep(Consignment consignment) {
    if (kept.containsKey(consignment)) {
      return true;
    }
    if (octets + consignment.octets() > most) {
      return false;
    }
    octets += consignment.octets();
    kept.put(consignment, consignment.octets());
    return true;
  }

  /** Content at hand stays while its message waits, or is dropped if there is no room for it. */
  void keepOrDrop(Consignment consignment) {
    if (consignment.message().isPresent() && !keep(consignment)) {
      consignment.drop();
    }
  }

  /** It waits no more. */
  synchronized void release(Consignment consignment) {
    var had = kept.remove(consignment);
    if (had != null) {
      octets -= had;
    }
  }

  synchronized long octets() {
    return octets;
  }
}
