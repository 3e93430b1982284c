package org.postseal.relay.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.topics.DueReport.Action;

class ReplyStatusTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FAILED    | 550 5.1.1 No such user      | 5.1.1",
        "FAILED    | 550-5.1.1 No such user      | 5.1.1",
        "FAILED    | 550 No such user            | 5.0.0",
        "FAILED    | 550 2.1.5 contradicts itself | 5.0.0",
        "FAILED    | 550 5.1 half a code         | 5.0.0",
        "FAILED    | 550 5.1.1000 no code        | 5.0.0",
        "FAILED    | 550 5.7.1.2 an address      | 5.0.0",
        "FAILED    | 450 4.2.2 Mailbox full      | 4.4.7",
        "FAILED    | ''                          | 5.0.0",
        "DELAYED   | 450 4.2.2 Mailbox full      | 4.2.2",
        "DELAYED   | 451 later                   | 4.0.0",
        "DELIVERED | 250 2.1.5 ok                | 2.1.5",
        "RELAYED   | 250 queued as 1.2.3         | 2.0.0",
      })
  void comesFromTheReply(Action action, String reply, String status) {
    assertThat(ReplyStatus.of(Reported.bob(action, reply))).isEqualTo(status);
  }
}
