package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.DomainEntry.Subdomains;

/** Which entry speaks for a domain. */
class DomainEntryTest {
  private static final DomainEntry OWN = entry("own.example", Optional.empty());
  private static final DomainEntry NEWS = entry("news.own.example", Optional.empty());
  private static final DomainEntry ALONE =
      entry("alone.example", Optional.of(Subdomains.NOT_COVERED));
  private static final Map<DomainName, DomainEntry> ENTRIES =
      Map.of(
          DomainName.of("own.example"), OWN,
          DomainName.of("news.own.example"), NEWS,
          DomainName.of("alone.example"), ALONE);

  @Test
  void theNearestUnlessItLeavesOutWhatIsBelow() {
    assertThat(speakingFor("own.example")).contains(OWN);
    assertThat(speakingFor("mail.own.example")).contains(OWN);
    assertThat(speakingFor("a.b.c.own.example")).contains(OWN);
    assertThat(speakingFor("news.own.example")).as("has its own").contains(NEWS);
    assertThat(speakingFor("x.news.own.example")).contains(NEWS);
    assertThat(speakingFor("alone.example")).contains(ALONE);
    assertThat(speakingFor("mail.alone.example")).isEmpty();
    assertThat(speakingFor("notown.example")).isEmpty();
    assertThat(speakingFor("example")).isEmpty();
  }

  private static Optional<DomainEntry> speakingFor(String domain) {
    return DomainEntry.speakingFor(
        DomainName.of(domain), name -> Optional.ofNullable(ENTRIES.get(name)));
  }

  private static DomainEntry entry(String domain, Optional<Subdomains> subdomains) {
    return new DomainEntry(
        domain, false, true, SigningPolicy.ALL, false, Optional.empty(), subdomains);
  }
}
