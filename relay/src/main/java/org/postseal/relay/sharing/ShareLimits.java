package org.postseal.relay.sharing;

import java.time.Duration;
import java.util.Map;
import org.postseal.smtpclient.pace.HostRest;

/**
 * How much there is to share.
 *
 * @param perHost attempts at one host at a time, while it answers
 * @param waitingPerHost claims that may wait for one host; what comes beyond that is to be parked
 * @param budgets of each class of work
 * @param slowAfter an attempt that takes longer holds none of its class' budget any more
 * @param rests how long a host rests that was lost
 */
public record ShareLimits(
    int perHost,
    int waitingPerHost,
    Map<WorkClass, Budget> budgets,
    Duration slowAfter,
    HostRest.Limits rests) {

  public ShareLimits {
    budgets = Map.copyOf(budgets);
  }

  /**
   * What one class of work may hold at a time.
   *
   * @param attempts that are not slow
   * @param octets of their content; one that is larger goes alone
   */
  public record Budget(int attempts, long octets) {}

  /** Attempts at a host nobody has heard from, or that hangs. */
  int perUnprovenHost() {
    return Math.max(1, perHost / 4);
  }

  /** Of a class' budget, all the hosts together that nobody has heard from, or that hang. */
  int unprovenShare(WorkClass work, HostKey.Found found) {
    int all = budgets.get(work).attempts();
    return Math.max(
        1,
        switch (found) {
          case IN_DNS -> all / 2;
          case IN_SETTINGS -> all / 4;
        });
  }
}
