package org.postseal.endtoend.faults;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.endtoend.gateway.Waiting;

/**
 * Many callers who change a registry at once, at all of its replicas. Whoever is told to try again,
 * or hears nothing, tries the next replica, until somebody acknowledges; but of the names that
 * several want to be the first to list, each tries once.
 */
final class ConcurrentChanges implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CALLERS = 24;
  private static final int RIVALS = 4;

  private final RegistryReplicas replicas;
  private final ExecutorService callers =
      Executors.newFixedThreadPool(CALLERS, Thread.ofVirtual().factory());
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger triedAgain = new AtomicInteger();
  private final CountDownLatch finished;

  /** What no replica may have forgotten. */
  private final Queue<RegistryContent.Entry> present = new ConcurrentLinkedQueue<>();

  private final Queue<String> absent = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<String>> winners = new ConcurrentHashMap<>();
  private final Queue<String> mishaps = new ConcurrentLinkedQueue<>();

  private ConcurrentChanges(RegistryReplicas replicas, int number) {
    this.replicas = replicas;
    this.finished = new CountDownLatch(number);
  }

  /** Begins, and returns at once. */
  static ConcurrentChanges begin(RegistryReplicas replicas, int number) {
    var changes = new ConcurrentChanges(replicas, number);
    for (int i = 0; i < number; i++) {
      int one = i;
      var _ = changes.callers.submit(() -> changes.attempt(one));
    }
    return changes;
  }

  private void attempt(int i) {
    try {
      switch (i % 10) {
        case 0, 1, 2, 3 ->
            keep(i, new RegistryContent.Entry("domains", "d" + i + ".example", "none"), "{}");
        case 4, 5 ->
            keep(
                i,
                new RegistryContent.Entry("blocklist", "b" + i + ".example", "reason " + i),
                reason(i));
        case 6 -> listAndTakeOff(i, "gone" + i + ".example");
        case 7 -> makeKey(i);
        default -> beTheFirst(i, "contended" + i / (5 * RIVALS) + ".example");
      }
    } catch (IllegalStateException e) {
      mishaps.add(i + ": " + e.getMessage());
    } finally {
      finished.countDown();
    }
  }

  private static String reason(int i) {
    return "{\"reason\": \"reason " + i + "\"}";
  }

  private void keep(int i, RegistryContent.Entry entry, String body) {
    untilAcknowledged(
        i, "PUT", "/" + entry.list() + "/" + entry.name(), BodyPublishers.ofString(body));
    present.add(entry);
  }

  private void listAndTakeOff(int i, String name) {
    var path = "/blocklist/" + name;
    untilAcknowledged(i, "PUT", path, BodyPublishers.ofString(reason(i)));
    untilAcknowledged(i + 1, "DELETE", path, BodyPublishers.noBody());
    absent.add(name);
  }

  private void makeKey(int i) {
    var selector = "s" + i;
    untilAcknowledged(
        i,
        "POST",
        "/keys",
        BodyPublishers.ofString(
            "{\"domain\": \"keys.example\", \"algorithm\": \"ed25519\", \"selector\": \""
                + selector
                + "\"}"));
    present.add(new RegistryContent.Entry("keys", selector, "announced"));
  }

  private void beTheFirst(int i, String name) {
    try {
      var answer =
          replicas.send(
              replicas
                  .request(i, "/blocklist/" + name)
                  .header("If-None-Match", "*")
                  .PUT(BodyPublishers.ofString(reason(i)))
                  .build());
      switch (answer.statusCode()) {
        case 200 -> {
          acknowledged.incrementAndGet();
          winners.computeIfAbsent(name, _ -> new ConcurrentLinkedQueue<>()).add("reason " + i);
        }
        case 412, 503 -> {}
        default -> mishaps.add(said(answer));
      }
    } catch (IOException _) {
      // nobody knows what became of it: it was not acknowledged
    }
  }

  private HttpResponse<String> untilAcknowledged(
      int first, String method, String path, BodyPublisher body) {
    var attempts = new AtomicInteger();
    return Waiting.until(
        "an acknowledgement of " + path,
        LIMIT,
        () -> {
          int attempt = attempts.getAndIncrement();
          if (attempt > 0) {
            triedAgain.incrementAndGet();
          }
          var answer = answer(first + attempt, method, path, body);
          if (answer.isEmpty() || answer.get().statusCode() == 503) {
            pause();
            return Optional.empty();
          }
          int status = answer.get().statusCode();
          boolean wasDoneBefore = attempt > 0 && (status == 404 || status == 409);
          if (status / 100 != 2 && !wasDoneBefore) {
            throw new IllegalStateException(said(answer.get()));
          }
          acknowledged.incrementAndGet();
          return answer;
        });
  }

  private Optional<HttpResponse<String>> answer(
      int replica, String method, String path, BodyPublisher body) {
    try {
      return Optional.of(
          replicas.send(replicas.request(replica, path).method(method, body).build()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String said(HttpResponse<String> answer) {
    return answer.request().method()
        + " "
        + answer.uri()
        + ": "
        + answer.statusCode()
        + " "
        + answer.body();
  }

  void awaitAcknowledged(int number) {
    Waiting.until(
        number + " acknowledgements; mishaps " + mishaps,
        LIMIT,
        () -> acknowledged.get() >= number ? Optional.of(true) : Optional.empty());
  }

  void awaitEnd() {
    try {
      if (!finished.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(finished.getCount() + " changes have not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** Attempts that ended with 503, or without an answer, and were made again. */
  int triedAgain() {
    return triedAgain.get();
  }

  /** Answers that nobody should have got. */
  List<String> mishaps() {
    return List.copyOf(mishaps);
  }

  /** What was acknowledged. */
  List<RegistryContent.Entry> present() {
    return List.copyOf(present);
  }

  List<String> absent() {
    return List.copyOf(absent);
  }

  /** Who was told to be the first, by name. */
  Map<String, List<String>> winners() {
    var all = new ConcurrentHashMap<String, List<String>>();
    winners.forEach((path, reasons) -> all.put(path, List.copyOf(reasons)));
    return all;
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
