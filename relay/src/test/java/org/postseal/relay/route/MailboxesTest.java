package org.postseal.relay.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which spellings are one mailbox, by route. */
class MailboxesTest {

  @ParameterizedTest
  @CsvSource({
    "maildir:/m/{local-part}, dup@dest.example, DUP@dest.example, 1",
    "lmtp:127.0.0.1:24, dup@dest.example, Dup@Dest.Example, 1",
    "smtp:127.0.0.1:25, dup@dest.example, DUP@dest.example, 2",
    "smtp:127.0.0.1:25, dup@dest.example, dup@DEST.example, 1",
    "mx, dup@dest.example, DUP@dest.example, 2",
    "mx, dup@dest.example, dup@DEST.example, 1",
    "lmtp:127.0.0.1:24, a@dest.example, b@dest.example, 2",
    "lmtp:127.0.0.1:24, a@dest.example, a@other.example, 2",
  })
  void oneDeliveryForEachMailbox(String route, String one, String other, int deliveries) {
    var recipients = List.of(Recipient.of(one), Recipient.of(other));

    var mailboxes = Mailboxes.of(Route.parse(route), recipients);

    assertThat(mailboxes).hasSize(deliveries);
    assertThat(mailboxes.values().stream().flatMap(List::stream)).isEqualTo(recipients);
    assertThat(mailboxes.keySet()).contains(recipients.getFirst());
  }
}
