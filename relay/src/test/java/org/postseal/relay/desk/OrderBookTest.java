package org.postseal.relay.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.OperatorOrder.Action;
import org.postseal.topics.OperatorOrder.Subject;
import org.postseal.topics.TransactionId;

class OrderBookTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final String BOB = "bob@y.example";
  private static final String EVE = "eve@z.example";

  private final TransactionId id = TransactionId.next(NOW);
  private final OrderBook book = new OrderBook();

  private static OperatorOrder order(String subject, Action action, List<String> recipients) {
    return new OperatorOrder(subject, action, recipients, Optional.empty(), "x", NOW, "");
  }

  private void takeOut(Action action, String... recipients) {
    var all = List.of(recipients);
    book.noted(order(Subject.waiting(id, 2, all), action, all));
  }

  @Test
  void whoWasTakenOutIsTheUnionOfWhatWasDecided() {
    takeOut(Action.HOLD, BOB);
    takeOut(Action.DROP, EVE);
    assertThat(book.takenOut(id, 2, List.of(BOB, EVE, "c@y.example")))
        .containsExactlyInAnyOrder(BOB, EVE);
    assertThat(book.takenOut(id, 3, List.of(BOB))).isEmpty();
    assertThat(book.takenOut(TransactionId.next(NOW), 2, List.of(BOB))).isEmpty();
  }

  @Test
  void whatIsRevokedHoldsNoMore() {
    takeOut(Action.HOLD, BOB);
    takeOut(Action.HOLD, EVE);
    book.revoked(Subject.waiting(id, 2, List.of(BOB)));
    assertThat(book.takenOut(id, 2, List.of(BOB, EVE))).containsExactly(EVE);
  }

  /** As versions before wrote it: about all recipients of a step. */
  @Test
  void anOrderWithoutRecipientsInItsSubjectIsUnderstood() {
    book.noted(order(Subject.waiting(id, 2), Action.HOLD, List.of()));
    assertThat(book.takenOut(id, 2, List.of(BOB, EVE))).containsExactlyInAnyOrder(BOB, EVE);
  }

  @Test
  void ordersAboutMessagesEndAndThoseAboutDestinationsDoNot() {
    takeOut(Action.HOLD, BOB);
    book.noted(order(Subject.destination("y.example"), Action.SUSPEND, List.of()));
    assertThat(book.outlived(NOW)).isEmpty();
    assertThat(book.outlived(NOW.plus(Duration.ofDays(45))))
        .containsExactly(Subject.waiting(id, 2, List.of(BOB)));
  }

  @Test
  void aHostIsSuspendedByTheNameItWasGiven() {
    book.noted(order(Subject.host("MX1.y.example"), Action.SUSPEND, List.of()));
    assertThat(book.isHostSuspended("mx1.y.example")).isTrue();
    assertThat(book.isHostSuspended("mx2.y.example")).isFalse();
    assertThat(book.isSuspended(BOB)).isFalse();
    assertThat(book.suspended()).isEqualTo(1);
  }
}
