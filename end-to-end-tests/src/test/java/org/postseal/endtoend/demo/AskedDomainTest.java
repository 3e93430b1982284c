package org.postseal.endtoend.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;

/** The fifth part of the demo, with two gateways as they are. */
class AskedDomainTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void aDomainWithoutAKeyInTheDnsIsAskedItself() throws IOException {
    var target = Application.repository().resolve("end-to-end-tests/target");
    try (var asked = new AskedDomain(target.resolve("asked-domain-certificates"));
        var domains =
            TwoDomains.start(
                target.resolve("asked-domain"), asked.plan(), AskedDomain.verifierSettings())) {
      domains.awaitReady(LIMIT);
      domains.introduce();
      asked.introduce(domains);

      assertThat(asked.show(Screen.standard(), domains)).isTrue();
    }
  }
}
