package org.postseal.verifier.verification;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.postseal.answering.Place;
import org.postseal.authentication.ForeseenQuestions;
import org.postseal.authentication.MethodDns;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.dns.Question;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;

/**
 * The DNS for one message. What is foreseen is asked at once; each question is asked once, however
 * often the message is looked at. What is open when its method's time is over is unavailable for
 * this message; the question goes on and fills the cache.
 *
 * <p>Who waits here holds no place, and takes seats in the waiting room; without a seat there is no
 * answer. For one thread.
 */
final class MessageDns {
  /** What memory answers takes no longer, and nobody leaves his place for it. */
  private static final long FROM_MEMORY = Duration.ofMillis(1).toNanos();

  /** Parts of the whole time, in percent: the later a method asks, the more there is left. */
  private static final int SPF = 80;

  private static final int KEYS = 90;
  private static final int ALL = 100;

  private final Dns dns;
  private final Visit visit;
  private final Map<Question<?>, CompletableFuture<? extends DnsAnswer<?>>> asked = new HashMap<>();
  private final long began = System.nanoTime();
  private long patience;
  private boolean missed;

  /**
   * On whose behalf it is asked.
   *
   * @param room where it is waited
   * @param network of the client
   * @param place to be left meanwhile
   * @param weight seats that the message takes while it waits
   */
  record Visit(WaitingRoom room, WaitingRoom.Network network, Place place, int weight) {}

  MessageDns(Dns dns, Visit visit) {
    this.dns = dns;
    this.visit = visit;
  }

  /**
   * Waits for something else than the DNS, in the same room and without the place.
   *
   * @param domain whose answer it is
   * @return empty if there is no seat
   */
  <T> Optional<T> elsewhere(DomainName domain, Supplier<T> waiting) {
    var name = WaitingRoom.domain(domain);
    if (!visit.room().enter(visit.network(), name, visit.weight())) {
      return Optional.empty();
    }
    try {
      return Optional.of(visit.place().leaveWhile(waiting));
    } finally {
      visit.room().leave(visit.network(), name, visit.weight());
    }
  }

  /** From now on it is waited for so long after the beginning, in all. */
  MessageDns within(Duration time) {
    patience = time.toNanos();
    missed = false;
    return this;
  }

  /** Whether some answer was not waited for to its end. */
  boolean hasMissed() {
    return missed;
  }

  /** Different questions so far. */
  int questions() {
    return asked.size();
  }

  /** Asks all of this, and waits for nothing. */
  void ask(ForeseenQuestions foreseen) {
    foreseen.policies().forEach(this::askText);
    foreseen.keys().forEach(this::askText);
    foreseen
        .mailExchanges()
        .forEach(
            name -> {
              var _ = flight(new Question.MailExchanges(name), WaitingRoom.domain(name));
            });
  }

  private void askText(DomainName name) {
    var _ = flight(new Question.Txt(name), WaitingRoom.domain(name));
  }

  /** For one look at the message. */
  MethodDns methods(MethodDns.Limits limits) {
    return MethodDns.of(new Until(SPF), new Until(ALL), new Until(KEYS), new Until(ALL), limits);
  }

  /** What was asked already, and the rest of the time for what was not. */
  Dns rest() {
    return new Until(ALL);
  }

  /** The same with a part of the time. */
  private final class Until implements Dns {
    private final int percent;

    Until(int percent) {
      this.percent = percent;
    }

    @Override
    public DnsAnswer<String> txt(DomainName name) {
      return answer(new Question.Txt(name), WaitingRoom.domain(name));
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
      return answer(new Question.Addresses(name, family), WaitingRoom.domain(name));
    }

    @Override
    public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
      return answer(new Question.MailExchanges(name), WaitingRoom.domain(name));
    }

    @Override
    public DnsAnswer<DomainName> pointers(InetAddress address) {
      return answer(new Question.Pointers(address), WaitingRoom.Network.of(address).toString());
    }

    private <T> DnsAnswer<T> answer(Question<T> question, String domain) {
      return landed(flight(question, domain), domain, began + patience / ALL * percent);
    }
  }

  /** The one flight of a question, begun now if need be. */
  private <T> CompletableFuture<DnsAnswer<T>> flight(Question<T> question, String domain) {
    var known = asked.get(question);
    if (known != null) {
      return typed(known);
    }
    var flight = new CompletableFuture<DnsAnswer<T>>();
    asked.put(question, flight);
    if (!visit.room().enter(visit.network(), domain, 1)) {
      flight.complete(new DnsAnswer.Unavailable<>("too much waits for the DNS"));
      return flight;
    }
    Thread.ofVirtual()
        .name("dns-question")
        .start(
            () -> {
              try {
                flight.complete(question.askedOf(dns));
              } catch (RuntimeException e) {
                flight.completeExceptionally(e);
              } finally {
                visit.room().leave(visit.network(), domain, 1);
              }
            });
    return flight;
  }

  /** A question's flight has its type: {@link #flight} alone puts it there. */
  @SuppressWarnings("unchecked")
  private static <T> CompletableFuture<DnsAnswer<T>> typed(
      CompletableFuture<? extends DnsAnswer<?>> flight) {
    return (CompletableFuture<DnsAnswer<T>>) flight;
  }

  private <T> DnsAnswer<T> landed(
      CompletableFuture<DnsAnswer<T>> flight, String domain, long until) {
    long asking = System.nanoTime();
    var answer = within(flight, Math.min(FROM_MEMORY, until - asking));
    if (answer.isPresent()) {
      return answer.get();
    }
    long left = until - System.nanoTime();
    if (left > 0 && visit.room().enter(visit.network(), domain, visit.weight())) {
      try {
        answer = visit.place().leaveWhile(() -> within(flight, left));
      } finally {
        visit.room().leave(visit.network(), domain, visit.weight());
      }
      MessageSpan.current().childThatTook(Leg.LOOK_UP, System.nanoTime() - asking);
    }
    missed |= answer.isEmpty();
    return answer.orElseGet(() -> new DnsAnswer.Unavailable<>("no answer in time"));
  }

  private static <T> Optional<DnsAnswer<T>> within(
      CompletableFuture<DnsAnswer<T>> flight, long nanos) {
    try {
      return Optional.of(flight.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of(new DnsAnswer.Unavailable<>("interrupted"));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a DNS question failed", e.getCause());
    }
  }
}
