package org.postseal.registry.asking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.PolicySignal;
import org.postseal.signingpolicy.Reading;
import org.postseal.topics.PolicyPin;

/**
 * Answers what domains of others say about their signing, from memory or by asking them. Of
 * everything there is one flight at a time, on a virtual thread, whoever and how many wait for it;
 * nobody waits longer than he wants to, and the flight goes on.
 *
 * <p>A source that cannot be asked now, or does not answer such questions, leaves it to the next;
 * the first that answers is the only one.
 */
public final class Asking {
  private static final Logger LOG = Logger.getLogger(Asking.class);

  private final List<Source> sources;
  private final Dns dns;
  private final Pins pins;
  private final Predicate<DomainName> ours;
  private final Manner manner;
  private final Observer observer;
  private final AnswerMemory memory;
  private final Rates domains;
  private final Semaphore places;
  private final ConcurrentHashMap<AskedFor, CompletableFuture<Answer>> flights =
      new ConcurrentHashMap<>();

  /**
   * How long things are kept.
   *
   * @param key the most for a key
   * @param policy the most for a policy
   * @param negative that there is nothing
   * @param failure that nobody could be asked; up to twice as long, so that not all come again at
   *     the same moment
   * @param refresh at which age a pinned policy is asked for again
   */
  public record Times(
      Duration key, Duration policy, Duration negative, Duration failure, Duration refresh) {}

  /**
   * What asking may cost, and how long answers hold.
   *
   * @param times how long answers are kept
   * @param all for one question, whatever its sources and the DNS do
   * @param atOnce questions to anybody at the same time
   * @param perDomain questions about one domain in a minute
   * @param answers the most kept
   */
  public record Limits(Times times, Duration all, int atOnce, int perDomain, int answers) {}

  /** Time and chance. */
  record Manner(Limits limits, InstantSource clock, RandomGenerator random) {}

  /** Who wants to know how it went. */
  public interface Observer {
    /** A source was asked: {@code said}, {@code not-offered} or {@code not-now}. */
    void asked(PolicyPin.Source source, String outcome);

    /** Nobody was asked, because so many were. */
    void shed();

    /** The alarm. */
    void disagree(Disagreement disagreement);
  }

  Asking(
      List<Source> sources,
      Dns dns,
      Pins pins,
      Predicate<DomainName> ours,
      Manner manner,
      Observer observer) {
    this.sources = List.copyOf(sources);
    this.dns = dns;
    this.pins = pins;
    this.ours = ours;
    this.manner = manner;
    this.observer = observer;
    this.memory = new AnswerMemory(manner.limits().answers(), manner.clock());
    this.domains =
        new Rates(manner.limits().perDomain(), manner.limits().answers(), System::nanoTime);
    this.places = new Semaphore(manner.limits().atOnce());
  }

  /** What is known, or becomes known within this time. */
  public Answer ask(AskedFor asked, Duration patience) {
    var known = known(asked);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return flight(asked).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return meanwhile(asked, new Answer.Key.Pending());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return meanwhile(asked, new Answer.Key.Pending());
    } catch (ExecutionException e) {
      LOG.error("a question to a domain ended in an error", e.getCause());
      return meanwhile(asked, new Answer.Key.NotNow("an internal error"));
    }
  }

  /** What a domain is held to now, without asking anybody. */
  public Optional<Answer.Policy> pinned(DomainName domain) {
    return inForce(domain).map(Conclusion::policy);
  }

  /** Answers in memory. */
  public int kept() {
    return memory.size();
  }

  /** Questions that are being asked. */
  public int open() {
    return flights.size();
  }

  private Optional<Answer> known(AskedFor asked) {
    if (ours.test(asked.domain())) {
      return Optional.of(notSaid(asked, "a domain of our own"));
    }
    if (!asked.fits()) {
      return Optional.of(notSaid(asked, "no command line has room for these names"));
    }
    var kept = memory.find(asked);
    return kept.isPresent() || asked.selector().isPresent() ? kept : freshPolicy(asked);
  }

  private Answer notSaid(AskedFor asked, String reason) {
    return new Answer(
        asked.selector().isPresent()
            ? new Answer.Key.NotSaid(reason)
            : new Answer.Key.NotAskedFor(),
        Optional.empty(),
        Optional.empty(),
        manner.limits().times().negative());
  }

  /** A policy that was stated a moment ago need not be asked for. */
  private Optional<Answer> freshPolicy(AskedFor asked) {
    var refresh = manner.limits().times().refresh();
    var now = manner.clock().instant();
    return inForce(asked.domain())
        .filter(pin -> now.isBefore(pin.seen().plus(refresh)))
        .map(
            pin ->
                new Answer(
                    new Answer.Key.NotAskedFor(),
                    Optional.of(Conclusion.policy(pin)),
                    Optional.of(new Answer.Origin(pin.source(), Conclusion.policy(pin).trust())),
                    shorter(refresh, Duration.between(now, pin.expires()))));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Optional<PolicyPin> inForce(DomainName domain) {
    return pins.of(domain).filter(pin -> pin.isInForce(manner.clock().instant()));
  }

  /** While a key is not known, the policy may be. */
  private Answer meanwhile(AskedFor asked, Answer.Key key) {
    return new Answer(key, pinned(asked.domain()), Optional.empty(), Duration.ZERO);
  }

  private CompletableFuture<Answer> flight(AskedFor asked) {
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
        meanwhile(asked, new Answer.Key.NotNow("no answer in time")),
        manner.limits().all().toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<Answer> refused(
      AskedFor asked, CompletableFuture<Answer> own, String reason) {
    observer.shed();
    flights.remove(asked, own);
    own.complete(meanwhile(asked, new Answer.Key.NotNow(reason)));
    return own;
  }

  /** Over before it is known to be: who comes later must not be told what was then. */
  private void fly(AskedFor asked, CompletableFuture<Answer> own) {
    try {
      var answer = asked(asked);
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

  private Answer asked(AskedFor asked) {
    if (!pins.isReady()) {
      return meanwhile(asked, new Answer.Key.NotNow("pinned policies have not been read yet"));
    }
    var inDns = asked.selector().flatMap(key -> key.keyRecordName(asked.domain())).map(dns::txt);
    var source = PolicyPin.Source.SMTP;
    Finding finding = new Finding.NotOffered("no source is configured", Optional.empty());
    for (var next : sources) {
      var found = next.ask(asked);
      observer.asked(next.name(), word(found));
      // what was away tells more than what is not there
      if (!(finding instanceof Finding.NotNow && found instanceof Finding.NotOffered)) {
        finding = found;
        source = next.name();
      }
      if (found instanceof Finding.Said) {
        break;
      }
    }
    var pinned = inForce(asked.domain());
    var beside =
        new Conclusion.Beside(
            pinned,
            pinned.isEmpty()
                && finding instanceof Finding.NotOffered
                && isAnnounced(asked.domain()),
            asked.selector().map(_ -> inDns.orElseGet(Asking::noName)));
    var now = manner.clock().instant();
    var answer =
        new Conclusion(manner.limits().times(), now, manner.random())
            .of(asked, source, finding, beside);
    if (finding instanceof Finding.Said said && said.trust().decides()) {
      pin(asked.domain(), said, answer, pinned);
    }
    if (answer.key() instanceof Answer.Key.Contradicted) {
      var trust = answer.origin().orElseThrow().trust();
      observer.disagree(
          new Disagreement(asked.domain(), asked.selector().orElseThrow(), source, trust));
    }
    return answer;
  }

  private static DnsAnswer<String> noName() {
    return new DnsAnswer.NoSuchDomain<>(Duration.ZERO);
  }

  private static String word(Finding finding) {
    return switch (finding) {
      case Finding.Said _ -> "said";
      case Finding.NotOffered _ -> "not-offered";
      case Finding.NotNow _ -> "not-now";
    };
  }

  /** Whoever hides the keyword cannot hide this as well; one record, as with MTA-STS. */
  private boolean isAnnounced(DomainName domain) {
    return PolicySignal.nameFor(domain)
        .map(dns::txt)
        .filter(
            answer ->
                answer instanceof DnsAnswer.Found<String>(var texts, _, _)
                    && texts.stream().anyMatch(text -> isSignal(text)))
        .isPresent();
  }

  private static boolean isSignal(String text) {
    return PolicySignal.read(text) instanceof Reading.WellFormed<PolicySignal>;
  }

  private void pin(
      DomainName domain, Finding.Said said, Answer answer, Optional<PolicyPin> pinned) {
    if (said.policy().isEmpty()) {
      return; // a refusal is no statement, and lets nobody go
    }
    if (answer.policy().isEmpty()) {
      pins.forget(domain); // max_age=0: the domain takes its policy back
      return;
    }
    var pin = answer.policy().get().pin();
    if (pinned.filter(old -> old.says(pin) && !isOfAge(old, pin.seen())).isEmpty()) {
      pins.keep(pin);
    }
  }

  /** Written again before half of its time is over, and not with every question. */
  private boolean isOfAge(PolicyPin old, Instant now) {
    var half = Duration.between(old.seen(), old.expires()).dividedBy(2);
    return !now.isBefore(old.seen().plus(shorter(half, manner.limits().times().refresh())));
  }
}
