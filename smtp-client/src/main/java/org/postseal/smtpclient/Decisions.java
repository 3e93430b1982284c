package org.postseal.smtpclient;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is certain of each recipient so far. Undecided is who was certainly not delivered to, and
 * may be tried again at once: in this session, over another connection, at another host.
 */
final class Decisions {
  private final List<String> forwardPaths;
  private final Map<String, Outcome> decided = new LinkedHashMap<>();
  private final Map<String, Setback> postponed = new HashMap<>();
  private final Map<String, Via> via = new HashMap<>();

  Decisions(List<String> forwardPaths) {
    this.forwardPaths = forwardPaths;
  }

  void decide(String path, Outcome outcome, Via by) {
    decided.put(path, outcome);
    via.put(path, by);
  }

  void decideIfOpen(String path, Outcome outcome, Via by) {
    if (!decided.containsKey(path)) {
      decide(path, outcome, by);
    }
  }

  /** To be tried again at once; this is what to report if nothing comes of that. */
  void postpone(String path, Outcome outcome, Via by) {
    postponed.put(path, new Setback(outcome, Optional.of(by)));
  }

  /** The last word for everybody left. */
  void close(Setback setback) {
    for (var path : undecided()) {
      var last = postponed.getOrDefault(path, setback);
      decided.put(path, last.outcome());
      last.by().ifPresent(by -> via.put(path, by));
    }
  }

  List<String> undecided() {
    return forwardPaths.stream().filter(path -> !decided.containsKey(path)).toList();
  }

  boolean isComplete() {
    return decided.size() == forwardPaths.size();
  }

  int count() {
    return decided.size();
  }

  Sent sent(List<TlsFact> facts) {
    return new Sent(decided, via, facts);
  }
}
