package org.postseal.ingress.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.postseal.accounts.Account;
import org.postseal.accounts.throttle.RateLimit;

/**
 * How much one account may submit in a period. A recipient counts when RCPT takes it; a message and
 * its octets count when the content is complete. Memory is bounded. Safe for several threads.
 */
public final class AccountRates {
  private final RateLimit messages;
  private final RateLimit recipients;
  private final RateLimit octets;
  private final InstantSource clock;

  /**
   * How much there is in a period; 0 for no limit.
   *
   * @param octets of content
   * @param keys how many accounts are remembered
   */
  public record Settings(long messages, long recipients, long octets, Duration period, int keys) {}

  public AccountRates(Settings settings, InstantSource clock) {
    this.messages = new RateLimit(settings.messages(), settings.period(), settings.keys());
    this.recipients = new RateLimit(settings.recipients(), settings.period(), settings.keys());
    this.octets = new RateLimit(settings.octets(), settings.period(), settings.keys());
    this.clock = clock;
  }

  /** Whether there is room for one more message of the declared size; takes nothing. */
  public boolean mayBegin(Account account, OptionalLong declaredSize) {
    var now = clock.instant();
    return messages.holds(account.name(), 1, now)
        && octets.holds(account.name(), declaredSize.orElse(0), now);
  }

  /** Counts one more recipient, if there is room for it. */
  public boolean recipient(Account account) {
    return recipients.take(account.name(), 1, clock.instant());
  }

  /** Counts a message with so much content, if there is room for it. */
  public boolean message(Account account, long size) {
    var now = clock.instant();
    if (!octets.take(account.name(), size, now)) {
      return false;
    }
    if (!messages.take(account.name(), 1, now)) {
      octets.giveBack(account.name(), size);
      return false;
    }
    return true;
  }
}
