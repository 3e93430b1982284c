package org.postseal.registry.asking;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
  private final HeldPolicies held;
  private final Predicate<DomainName> ours;
  private final Manner manner;
  private final Observer observer;
  private final AnswerMemory memory;
  private final Flights flights;

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
    this.ours = ours;
    this.manner = manner;
    this.observer = observer;
    this.held = new HeldPolicies(pins, manner);
    this.memory = new AnswerMemory(manner.limits().answers(), manner.clock(), held::inForce);
    this.flights = new Flights(manner.limits(), memory, new Questions());
  }

  /** What is known, or becomes known within this time. */
  public Answer ask(AskedFor asked, Duration patience) {
    var known = known(asked);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return flights.of(asked).get(patience.toNanos(), TimeUnit.NANOSECONDS);
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
    return held.inForce(domain).map(Conclusion::policy);
  }

  /** Answers in memory. */
  public int kept() {
    return memory.size();
  }

  /** Questions that are being asked. */
  public int open() {
    return flights.open();
  }

  private Optional<Answer> known(AskedFor asked) {
    if (ours.test(asked.domain())) {
      return Optional.of(notSaid(asked, "a domain of our own"));
    }
    if (!asked.fits()) {
      return Optional.of(notSaid(asked, "no command line has room for these names"));
    }
    var kept = memory.find(asked);
    return kept.isPresent() || asked.selector().isPresent() ? kept : held.fresh(asked.domain());
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

  /** While a key is not known, the policy may be. */
  private Answer meanwhile(AskedFor asked, Answer.Key key) {
    return new Answer(key, pinned(asked.domain()), Optional.empty(), Duration.ZERO);
  }

  private final class Questions implements Flights.Questions {
    @Override
    public Answer ask(AskedFor asked) {
      return asked(asked);
    }

    @Override
    public Answer meanwhile(AskedFor asked, String reason) {
      return Asking.this.meanwhile(asked, new Answer.Key.NotNow(reason));
    }

    @Override
    public void shed() {
      observer.shed();
    }
  }

  private Answer asked(AskedFor asked) {
    if (!held.isReady()) {
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
    var pinned = held.inForce(asked.domain());
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
      held.note(asked.domain(), said, answer, pinned);
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
}
