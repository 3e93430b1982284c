package org.postseal.verifier.verification;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registryview.RegistryHttp;
import org.postseal.registryview.RegistryResource;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.PolicyPin;

/**
 * Asks the registry what a domain states itself. The registry answers soon, if only that it is
 * asking; then it is asked again, until there is no time left.
 */
final class StatedBy {
  private static final Logger LOG = Logger.getLogger(StatedBy.class);

  /** A registry that says {@code pending} at once is not asked in a tight loop. */
  private static final Duration BETWEEN = Duration.ofMillis(50);

  /** A registry that has come back after it was left alone has this long to say so. */
  private static final Duration BACK = Duration.ofSeconds(1);

  private static final Statement NO_ANSWER =
      new Statement(
          "unavailable",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of("the registry is away"));

  private final RegistryHttp registry;

  StatedBy(RegistryHttp registry) {
    this.registry = registry;
  }

  /** What the registry answers; its other fields are not needed here. */
  record Statement(
      String outcome,
      Optional<String> record,
      Optional<Policy> policy,
      Optional<PolicyPin.Source> source,
      Optional<TrustLevel> trust,
      Optional<String> reason) {

    boolean isPending() {
      return outcome.equals("pending");
    }
  }

  /** A policy as the registry tells it. */
  record Policy(SigningPolicy signingPolicy, boolean testing, TrustLevel trust) {}

  /** Blocks until there is an answer, or this time of {@link System#nanoTime} has come. */
  Statement about(DomainName domain, Optional<Selector> selector, long until) {
    var resource =
        selector
            .map(key -> RegistryResource.at("stated", domain.ascii(), key.ascii()))
            .orElseGet(() -> RegistryResource.at("stated", domain.ascii()));
    // one that has just started answers its first question late, and is left alone after that
    long now = System.nanoTime();
    long back = now + Math.min(registry.pause().plus(BACK).toNanos(), until - now);
    while (true) {
      var answer = ask(resource);
      if (answer.isPresent() && !answer.get().isPending()) {
        return answer.get();
      }
      if (!pausedBefore(answer.isPresent() ? until : back)) {
        return answer.map(StatedBy::late).orElse(NO_ANSWER);
      }
    }
  }

  /** Of a registry that is still asking. */
  private static Statement late(Statement pending) {
    return new Statement(
        "unavailable",
        Optional.empty(),
        pending.policy(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("no answer in time"));
  }

  /** Not if there is no time left for it, or nobody waits any more. */
  private static boolean pausedBefore(long end) {
    if (end - System.nanoTime() <= BETWEEN.toNanos()) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Empty if the registry is away. */
  private Optional<Statement> ask(RegistryResource resource) {
    return switch (registry.get(resource)) {
      case RegistryHttp.Answer.Ok(var body) -> Optional.of(read(body));
      case RegistryHttp.Answer.Refused(int status) -> {
        LOG.warnf("the registry refuses to say what a domain states: status %d", status);
        yield Optional.of(NO_ANSWER);
      }
      case RegistryHttp.Answer.Away _ -> Optional.empty();
    };
  }

  private static Statement read(byte[] body) {
    try {
      return Json.read(body, Statement.class);
    } catch (MalformedRecordException e) {
      LOG.warnf("what the registry says a domain states cannot be read: %s", e.getMessage());
      return NO_ANSWER;
    }
  }
}
