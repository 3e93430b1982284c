package org.postseal.authentication.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.Author;

class DmarcVerifierTest {
  private final FakeDns dns =
      new FakeDns().txt("_dmarc.example.com", "v=DMARC1; p=reject; sp=quarantine; np=none");

  @Test
  void aSignatureOfTheOrganizationalDomainPasses() {
    var result = verify("mail.example.com", dkim("example.com"));

    assertThat(result.outcome()).isInstanceOf(DmarcOutcome.Pass.class);
    assertThat(result.alignment().dkim()).contains(DomainName.of("example.com"));
    assertThat(result.alignment().spf()).isEmpty();
    assertThat(result.organizationalDomain()).contains(DomainName.of("example.com"));
  }

  @Test
  void siblingsBelowOneOrganizationalDomainAreAligned() {
    assertThat(verify("a.example.com", dkim("b.example.com")).outcome())
        .isInstanceOf(DmarcOutcome.Pass.class);
  }

  @Test
  void aSiblingThatIsAnOrganizationOfItsOwnIsNot() {
    dns.txt("_dmarc.b.example.com", "v=DMARC1; p=none; psd=n");

    assertThat(verify("a.example.com", dkim("b.example.com")).outcome())
        .isInstanceOf(DmarcOutcome.Fail.class);
  }

  @Test
  void strangersCostNoQuestion() {
    verify("example.com", dkim("example.com"));
    int questions = dns.questions();

    verify("example.com", dkim("a.b.c.d.example.net", "anexample.com", "com"));

    assertThat(dns.questions()).isEqualTo(2 * questions);
  }

  @Test
  void oneNameIsAskedForOnce() {
    verify("a.b.example.com", dkim("c.b.example.com"));

    assertThat(dns.asked()).doesNotHaveDuplicates();
  }

  @Test
  void theParentsPolicyIsForSubdomainsThatExistAndForThoseThatDoNot() {
    dns.address("real.example.com", "192.0.2.1");

    assertThat(policy("example.com")).contains(Policy.REJECT);
    assertThat(policy("real.example.com")).contains(Policy.QUARANTINE);
    assertThat(policy("nobody.example.com")).contains(Policy.NONE);
  }

  @Test
  void inTestModeOneLevelBelowIsWanted() {
    dns.txt("_dmarc.test.example", "v=DMARC1; p=reject; t=y");

    var published = verify("test.example", Identifiers.NONE).published().orElseThrow();

    assertThat(published.policy()).isEqualTo(Policy.REJECT);
    assertThat(published.wanted()).isEqualTo(Policy.QUARANTINE);
  }

  @Test
  void severalRecordsOfTheAuthorDomainAreDiscardedAndTheParentsHolds() {
    dns.txt("_dmarc.a.example.com", "v=DMARC1; p=none").txt("_dmarc.a.example.com", "v=DMARC1");
    dns.address("a.example.com", "192.0.2.1");

    var result = verify("a.example.com", Identifiers.NONE);

    assertThat(result.outcome()).isInstanceOf(DmarcOutcome.Fail.class);
    assertThat(result.published().orElseThrow().policy()).isEqualTo(Policy.QUARANTINE);
  }

  @Test
  void severalRecordsWithNothingAboveAreNone() {
    dns.txt("_dmarc.two.example", "v=DMARC1; p=reject").txt("_dmarc.two.example", "v=DMARC1");

    assertThat(verify("two.example", Identifiers.NONE).outcome())
        .isInstanceOf(DmarcOutcome.None.class);
  }

  @Test
  void severalRecordsFurtherUpAreDiscarded() {
    dns.txt("_dmarc.b.example.com", "v=DMARC1; p=none").txt("_dmarc.b.example.com", "v=DMARC1");

    assertThat(policy("a.b.example.com")).contains(Policy.NONE);
    assertThat(verify("a.b.example.com", Identifiers.NONE).published().orElseThrow().domain())
        .isEqualTo(DomainName.of("example.com"));
  }

  @Test
  void withoutAnAnswerNothingIsDecided() {
    dns.unavailable("_dmarc.a.example.com", "SERVFAIL");

    assertThat(verify("a.example.com", dkim("a.example.com")).outcome())
        .isEqualTo(new DmarcOutcome.TemporaryError("SERVFAIL"));
  }

  @Test
  void anOwnRecordAndAnIdenticalDomainNeedNoOrganizationalDomain() {
    dns.unavailable("_dmarc.com", "SERVFAIL");

    var result = verify("example.com", dkim("example.com"));
    assertThat(result.outcome()).isInstanceOf(DmarcOutcome.Pass.class);
    assertThat(result.organizationalDomain()).isEmpty();

    assertThat(verify("example.com", dkim("a.example.com")).outcome())
        .isInstanceOf(DmarcOutcome.TemporaryError.class);
    assertThat(verify("example.com", Identifiers.NONE).outcome())
        .isInstanceOf(DmarcOutcome.Fail.class);
  }

  @Test
  void aDomainThatCouldHavePassedIsNamed() {
    var undecided =
        new Identifiers(
            List.of(),
            Optional.empty(),
            List.of(DomainName.of("x.test"), DomainName.of("example.com")));

    assertThat(verify("a.example.com", undecided).alignment().undecided())
        .contains(DomainName.of("example.com"));
    assertThat(verify("example.com", Identifiers.NONE).alignment().undecided()).isEmpty();
  }

  @Test
  void aRecordBeyondTheLimitIsAnErrorOfItsDomain() {
    dns.txt("_dmarc.long.example", "v=DMARC1; p=none; x=" + "y".repeat(8_192));

    assertThat(verify("long.example", Identifiers.NONE).outcome())
        .isInstanceOf(DmarcOutcome.PermanentError.class);
  }

  static Stream<Author> authorsWithoutASingleDomain() {
    return Stream.of(
        new Author.None(),
        new Author.Repeated(),
        new Author.Several(List.of(DomainName.of("example.com"), DomainName.of("b.example"))),
        new Author.Malformed("reason"),
        new Author.One(DomainName.of("192.0.2.1")));
  }

  @ParameterizedTest
  @MethodSource("authorsWithoutASingleDomain")
  void withoutASingleAuthorDomainThereIsNothingToAsk(Author author) {
    var result = new DmarcVerifier(dns, DmarcLimits.DEFAULT).verify(author, dkim("example.com"));

    assertThat(result.outcome()).isInstanceOf(DmarcOutcome.PermanentError.class);
    assertThat(result.authorDomain()).isEmpty();
    assertThat(dns.questions()).isZero();
  }

  @Test
  void aNameOfManyLabelsCostsEightQuestions() {
    verify("x.".repeat(100) + "example.com", Identifiers.NONE);

    assertThat(dns.asked().stream().filter(q -> q.contains("_dmarc"))).hasSize(8);
  }

  private Optional<Policy> policy(String author) {
    return verify(author, Identifiers.NONE).published().map(PublishedPolicy::policy);
  }

  private DmarcResult verify(String author, Identifiers identifiers) {
    return new DmarcVerifier(dns, DmarcLimits.DEFAULT)
        .verify(new Author.One(DomainName.of(author)), identifiers);
  }

  private static Identifiers dkim(String... domains) {
    return new Identifiers(
        Stream.of(domains).map(DomainName::of).toList(), Optional.empty(), List.of());
  }
}
