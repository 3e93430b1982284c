package org.postseal.commandline.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postseal.topics.TopicPrincipal;

class AccessRulesTest {
  @Test
  void theVerifierHasItsQuestionsItsAnswersAndTheRegistryAndNothingElse() {
    assertThat(AccessRules.of(TopicPrincipal.VERIFIER))
        .extracting(AccessRules::line)
        .containsExactlyInAnyOrder(
            "User:verifier may READ TOPIC mail.verify",
            "User:verifier may WRITE TOPIC mail.verdicts",
            "User:verifier may WRITE TOPIC mail.dead-letter",
            "User:verifier may READ TOPIC registry.domains",
            "User:verifier may READ TOPIC registry.blocklist",
            "User:verifier may READ TOPIC registry.policy-pins",
            "User:verifier may READ GROUP verifier*");
  }

  @Test
  void onlyTheRegistryWritesInTransactions() {
    assertThat(AccessRules.all())
        .extracting(AccessRules::line)
        .filteredOn(line -> line.contains("TRANSACTIONAL_ID"))
        .containsExactly("User:key-registry may WRITE TRANSACTIONAL_ID key-registry*");
  }

  @Test
  void operatorsSeeHowFarOthersHaveComeAndNothingOfIt() {
    assertThat(AccessRules.of(TopicPrincipal.OPERATOR))
        .extracting(AccessRules::line)
        .contains(
            "User:operator may DESCRIBE GROUP verifier*",
            "User:operator may DESCRIBE GROUP relay*",
            "User:operator may DESCRIBE TOPIC mail.accepted",
            "User:operator may DESCRIBE TOPIC mail.retry.4h")
        .doesNotContain(
            "User:operator may READ TOPIC mail.accepted", "User:operator may READ GROUP relay*");
  }

  @Test
  void operatorsWriteNothing() {
    assertThat(AccessRules.of(TopicPrincipal.OPERATOR))
        .extracting(AccessRules::line)
        .noneMatch(line -> line.contains("WRITE"));
  }
}
