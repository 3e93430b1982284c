package org.postseal.signer.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentitiesTest {
  private final Identities identities = new Identities(List.of("Ann@one.example", "@two.example"));

  @ParameterizedTest
  @CsvSource({
    "ann@one.example, true",
    "ANN@ONE.example, true",
    "bob@one.example, false",
    "ann@mail.one.example, false",
    "anyone@two.example, true",
    "anyone@mail.two.example, false",
    "anyone@eviltwo.example, false",
    "ann, false",
    "'', false",
    "ann@[192.0.2.1], false",
  })
  void coverTheirOwnMailboxesAndDomains(String mailbox, boolean covered) {
    assertThat(identities.cover(mailbox)).isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({
    "ann+list@one.example, true",
    "Ann+List@one.example, true",
    "ann@one.example, false",
    "ann+list@mail.one.example, false",
    "anyone@mail.two.example, true",
    "anyone@a.mail.two.example, true",
    "anyone@two.example, false",
    "anyone@eviltwo.example, false",
  })
  void mayHoldAnAsterisk(String mailbox, boolean covered) {
    var wild = new Identities(List.of("ann+*@one.example", "@*.two.example", "@*."));
    assertThat(wild.cover(mailbox)).isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({"ann@one.example", "@one.example"})
  void coverNothingWhereThereAreNone(String mailbox) {
    assertThat(new Identities(List.of()).cover(mailbox)).isFalse();
  }
}
