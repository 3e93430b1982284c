package org.postseal.registry.asking;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Questions that are being asked: of everything one flight at a time, on a virtual thread, whoever
 * and how many wait for it. No more at once, nor about one domain in a minute, than is allowed.
 */
final class Flights {
  private final Asking.Limits limits;
  private final AnswerMemory memory;
  private final Questions questions;
  private final Rates domains;
  private final Semaphore places;
  private final ConcurrentHashMap<AskedFor, CompletableFuture<Answer>> flights =
      new ConcurrentHashMap<>();

  /** Who asks them. */
  interface Questions {
    /** Asks, and concludes. Blocks. */
    Answer ask(AskedFor asked);

    /** What is known without an answer, and why there is none. */
    Answer meanwhile(AskedFor asked, String reason);

    /** One is not asked, because so many are. */
    void shed();
  }

  /**
   * None yet.
   *
   * @param memory where answers are kept before a flight is over
   */
  Flights(Asking.Limits limits, AnswerMemory memory, Questions questions) {
    this.limits = limits;
    this.memory = memory;
    this.questions = questions;
    this.domains = new Rates(limits.perDomain(), limits.answers(), System::nanoTime);
    this.places = new Semaphore(limits.atOnce());
  }

  /** How many there are. */
  int open() {
    return flights.size();
  }

  /** The flight that brings the answer, or has just done so. */
  CompletableFuture<Answer> of(AskedFor asked) {
    var own = new CompletableFuture<Answer>();
    var running = flights.putIfAbsent(asked, own);
    if (running != null) {
      return running;
    }
    var landed = memory.find(asked); // it may have, since we looked
    if (landed.isPresent()) {
      flights.remove(asked, own);
      own.complete(landed.get());
      return own;
    }
    if (!domains.allow(asked.domain().ascii())) {
      return refused(asked, own, "the domain has been asked often enough for now");
    }
    if (!places.tryAcquire()) {
      return refused(asked, own, "too many domains are being asked");
    }
    Thread.ofVirtual().name("signing-policy-question").start(() -> fly(asked, own));
    return own.completeOnTimeout(
        questions.meanwhile(asked, "no answer in time"),
        limits.all().toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<Answer> refused(
      AskedFor asked, CompletableFuture<Answer> own, String reason) {
    questions.shed();
    flights.remove(asked, own);
    own.complete(questions.meanwhile(asked, reason));
    return own;
  }

  /** Over before it is known to be: who comes later must not be told what was then. */
  private void fly(AskedFor asked, CompletableFuture<Answer> own) {
    try {
      var answer = questions.ask(asked);
      memory.keep(asked, answer);
      land(asked, own);
      own.complete(answer);
    } catch (RuntimeException e) {
      land(asked, own);
      own.completeExceptionally(e);
    }
  }

  private void land(AskedFor asked, CompletableFuture<Answer> own) {
    flights.remove(asked, own);
    places.release();
  }
}
