package org.postseal.endtoend.proof;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.postseal.endtoend.accounting.Change;
import org.postseal.endtoend.accounting.Evidence;
import org.postseal.endtoend.gateway.RegistryApi;

/** An operator who blocks one domain after the other, at each replica of the registry in turn. */
final class RegistryClient implements AutoCloseable {
  private static final long PAUSE_MS = 500;
  private static final Pattern NAME = Pattern.compile("b\\d+\\.blocked\\.example");

  private final Map<String, RegistryApi> replicas;
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final Thread operator;
  private volatile boolean ending;

  /** Begins. */
  RegistryClient(Map<String, RegistryApi> replicas) {
    this.replicas = Map.copyOf(replicas);
    this.operator = Thread.ofPlatform().name("operator").start(this::work);
  }

  private void work() {
    var turns = new ArrayList<>(new TreeSet<>(replicas.keySet()));
    for (int number = 0; !ending; number++) {
      var name = "b" + number + ".blocked.example";
      try {
        replicas.get(turns.get(number % turns.size())).block(name, "proof");
        changes.add(new Change(name, Change.Answer.ACKNOWLEDGED, "done"));
      } catch (IllegalStateException | UncheckedIOException e) {
        changes.add(new Change(name, Change.Answer.UNKNOWN, String.valueOf(e.getMessage())));
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** What was changed, and what each replica has now. */
  Evidence.Registry evidence() {
    var kept = new HashMap<String, Set<String>>();
    replicas.forEach((name, api) -> kept.put(name, names(api)));
    return new Evidence.Registry(changes, kept);
  }

  private static Set<String> names(RegistryApi api) {
    var names = new TreeSet<String>();
    var found = NAME.matcher(api.get("/registry/v1/blocklist"));
    while (found.find()) {
      names.add(found.group());
    }
    return names;
  }

  @Override
  public void close() {
    ending = true;
    try {
      operator.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
