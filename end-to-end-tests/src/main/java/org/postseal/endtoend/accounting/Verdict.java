package org.postseal.endtoend.accounting;

import java.util.List;
import java.util.Map;

/**
 * What came of it.
 *
 * @param rows for each kind that was sent, what clients were told and what is there
 * @param findings every one, failures and what is explained
 */
public record Verdict(Map<Kind, Row> rows, List<Finding> findings) {
  /**
   * Messages of one kind.
   *
   * @param accepted 250
   * @param deferred 4xx to the content
   * @param refused 5xx
   * @param unknown the connection died before the reply
   * @param unsaid it did not come to the content
   * @param arrived at a next hop at least once
   * @param quarantined kept apart
   * @param reported their senders were told
   * @param ofUnknown of those whose outcome was unknown, how many are there
   */
  public record Row(
      int sent,
      int accepted,
      int deferred,
      int refused,
      int unknown,
      int unsaid,
      int arrived,
      int quarantined,
      int reported,
      int ofUnknown) {}

  public Verdict {
    rows = Map.copyOf(rows);
    findings = List.copyOf(findings);
  }

  /** What nothing may be like. */
  public List<Finding> failures() {
    return findings.stream().filter(Finding::isFailure).toList();
  }

  /** How many of one sort. */
  public long count(Class<? extends Finding> sort) {
    return findings.stream().filter(sort::isInstance).count();
  }

  /** Whether some of what heard 250 is not where it will be in the end. */
  public boolean isUnfinished() {
    return findings.stream()
        .anyMatch(finding -> finding instanceof Finding.Lost || finding instanceof Finding.Waiting);
  }
}
