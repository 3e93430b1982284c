package org.postseal.ingress.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.postseal.ingress.session.Replies;
import org.postseal.smtp.reply.Reply;

class ReplyCountersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ReplyCounters counters = new ReplyCounters(registry, "mx");

  @Test
  void countsByCodeAndStatus() {
    counters.count(Replies.OK);
    counters.count(Replies.OK);
    counters.count(Replies.BYE);
    counters.count(Replies.START_CONTENT);
    assertThat(replies("250", "2.0.0")).isEqualTo(2);
    assertThat(replies("221", "2.0.0")).isEqualTo(1);
    assertThat(replies("354", "none")).isEqualTo(1);
  }

  @Test
  void countsThrottledLoginsAndAccountsOverTheirRateByThemselves() {
    counters.count(Replies.AUTH_THROTTLED);
    counters.count(Replies.AUTH_UNAVAILABLE);
    counters.count(Replies.ACCOUNT_RATE);
    counters.count(Replies.ACCOUNT_RATE);
    counters.count(Replies.CLIENT_RATE);
    assertThat(counted("postseal_ingress_throttled_logins")).isEqualTo(1);
    assertThat(counted("postseal_ingress_accounts_over_rate")).isEqualTo(2);
    assertThat(replies("454", "4.7.0")).isEqualTo(2);
    assertThat(replies("450", "4.7.1")).isEqualTo(3);
  }

  @Test
  void tellsSoManyApartAndNoMore() {
    for (int detail = 0; detail < 3 * ReplyCounters.MOST; detail++) {
      counters.count(Reply.of(550, "5.0." + detail, "no"));
    }
    counters.count(Reply.of(550, "5.0.0", "again"));
    assertThat(registry.find("postseal_ingress_replies").counters())
        .hasSize(ReplyCounters.MOST + 1);
    assertThat(replies("550", "5.0.0")).isEqualTo(2);
    assertThat(replies("other", "other")).isEqualTo(2 * ReplyCounters.MOST);
  }

  private double replies(String code, String status) {
    return registry
        .get("postseal_ingress_replies")
        .tags("code", code, "status", status)
        .counter()
        .count();
  }

  private double counted(String name) {
    return registry.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }
}
