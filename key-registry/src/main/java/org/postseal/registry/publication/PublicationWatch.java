package org.postseal.registry.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;

/**
 * Compares the public DNS with what is announced, one round for all keys at each call. Waiting keys
 * whose record is seen everywhere are handed on as published; keys that sign or have signed, and
 * whose record differs, are the drift that an alarm is raised for.
 */
public final class PublicationWatch {

  private static final int AT_ONCE = 8;

  private final Supplier<List<SigningKey>> keys;
  private final Function<SigningKey, Sighting> look;
  private final BiConsumer<SigningKey, Sighting> published;
  private volatile Round last = Round.NOTHING;

  /**
   * What a round found of keys that are active or retired.
   *
   * @param drifted what is said of each whose public record differs, by record name
   * @param unknown how many could not be seen well enough to tell
   */
  public record Round(Set<String> drifted, int unknown) {
    static final Round NOTHING = new Round(Set.of(), 0);
  }

  /**
   * Prepares.
   *
   * @param look asks the DNS
   * @param published is told of waiting keys whose record is everywhere
   */
  public PublicationWatch(
      Supplier<List<SigningKey>> keys,
      Function<SigningKey, Sighting> look,
      BiConsumer<SigningKey, Sighting> published) {
    this.keys = keys;
    this.look = look;
    this.published = published;
  }

  /** Looks at every key once; blocks. The sentences that were not true in the last round. */
  public Set<String> round() throws InterruptedException {
    var drifted = new TreeSet<String>();
    int unknown = 0;
    for (var seen : seen()) {
      switch (seen.key().state()) {
        case KeyState.Announced _ -> {
          if (seen.sighting().shows(seen.key())) {
            published.accept(seen.key(), seen.sighting());
          }
        }
        case KeyState.Active _, KeyState.Retired _ -> {
          switch (seen.sighting().finding()) {
            case PUBLISHED -> {}
            case DIFFERENT -> drifted.add(seen.sighting().summary());
            case UNKNOWN -> unknown++;
          }
        }
        case KeyState.Published _, KeyState.Revoked _ -> {}
      }
    }
    var before = last;
    last = new Round(Set.copyOf(drifted), unknown);
    drifted.removeAll(before.drifted());
    return drifted;
  }

  /** Nobody looks here any more: another replica does. */
  public void forget() {
    last = Round.NOTHING;
  }

  public Round last() {
    return last;
  }

  private record Seen(SigningKey key, Sighting sighting) {}

  private List<Seen> seen() throws InterruptedException {
    var questions = new ArrayList<Callable<Seen>>();
    for (var key : keys.get()) {
      switch (key.state()) {
        case KeyState.Announced _, KeyState.Active _, KeyState.Retired _ ->
            questions.add(() -> new Seen(key, look.apply(key)));
        case KeyState.Published _, KeyState.Revoked _ -> {}
      }
    }
    var seen = new ArrayList<Seen>();
    try (var asking =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("key-watch").factory())) {
      for (var answer : asking.invokeAll(questions)) {
        seen.add(answer.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking at a key record failed", e);
    }
    return seen;
  }
}
