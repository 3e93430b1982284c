package org.postseal.verifier.verification;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;

/**
 * The DNS for one message: all its questions together take no longer than its budget. What is still
 * open then is unavailable for this message; the question goes on and fills the cache.
 */
final class BudgetedDns implements Dns {
  /** What memory answers takes no time worth showing. */
  private static final long WORTH_A_SPAN = Duration.ofMillis(1).toNanos();

  private final Dns dns;
  private final long deadlineNanos;

  BudgetedDns(Dns dns, Duration budget) {
    this.dns = dns;
    this.deadlineNanos = System.nanoTime() + budget.toNanos();
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return withinBudget(() -> dns.txt(name));
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return withinBudget(() -> dns.addresses(name, family));
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return withinBudget(() -> dns.mailExchanges(name));
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return withinBudget(() -> dns.pointers(address));
  }

  private <T> DnsAnswer<T> withinBudget(Supplier<DnsAnswer<T>> question) {
    long began = System.nanoTime();
    long left = deadlineNanos - began;
    if (left <= 0) {
      return overBudget();
    }
    var answer = within(left, question);
    long took = System.nanoTime() - began;
    if (took > WORTH_A_SPAN) {
      MessageSpan.current().childThatTook(Leg.LOOK_UP, took);
    }
    return answer;
  }

  private static <T> DnsAnswer<T> within(long left, Supplier<DnsAnswer<T>> question) {
    var answer = new CompletableFuture<DnsAnswer<T>>();
    Thread.ofVirtual()
        .name("dns-question")
        .start(
            () -> {
              try {
                answer.complete(question.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return overBudget();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new DnsAnswer.Unavailable<>("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a DNS question failed", e.getCause());
    }
  }

  private static <T> DnsAnswer<T> overBudget() {
    return new DnsAnswer.Unavailable<>("the message's DNS budget is used up");
  }
}
