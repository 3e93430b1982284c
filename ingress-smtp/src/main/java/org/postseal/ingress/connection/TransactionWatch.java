package org.postseal.ingress.connection;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.SessionState;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.watch.OutcomeLog;
import org.postseal.topics.TraceParent;
import org.postseal.topics.TransactionId;

/**
 * What an operator sees of the open transaction of one session: how long its content took and its
 * answer, its span, and the line about it in the log. Lives on the session's event loop.
 */
final class TransactionWatch {
  private final ListenerParts parts;
  private long began;
  private long contentBegan;
  private long contentEnded;
  private @Nullable TransactionId open;

  TransactionWatch(ListenerParts parts) {
    this.parts = parts;
  }

  /** MAIL was taken. */
  void begun() {
    abandoned();
    began = System.nanoTime();
  }

  /** There is room for its content, and it has a name. */
  void contentBegins(TransactionId id) {
    open = id;
    contentBegan = System.nanoTime();
    contentEnded = contentBegan;
    parts.ports().spans().begin(id, parts.listener(), contentBegan - began);
  }

  /** The last octet of the content has come. */
  void contentEnded(long octets) {
    contentEnded = System.nanoTime();
    parts.metrics().contentEnded(octets, contentEnded - contentBegan);
  }

  /** It came to this: told to all who want to know. */
  void cameTo(TransactionEvent event) {
    parts.ports().events().publish(event);
    switch (event) {
      case TransactionEvent.Received _ -> {}
      case TransactionEvent.Accepted _,
          TransactionEvent.Rejected _,
          TransactionEvent.Deferred _,
          TransactionEvent.Abandoned _ ->
          decided(event);
    }
    parts.ports().spans().cameTo(event);
  }

  private void decided(TransactionEvent event) {
    long took = System.nanoTime() - contentEnded;
    parts.metrics().cameTo(event, took);
    var span = parts.ports().spans().of(event.transaction().id());
    parts
        .ports()
        .log()
        .cameTo(
            event,
            new OutcomeLog.Course(
                parts.listener(),
                TimeUnit.NANOSECONDS.toMillis(contentEnded - contentBegan),
                TimeUnit.NANOSECONDS.toMillis(took),
                span.trace().map(TraceParent::traceId)));
    open = null;
  }

  /** The session ends where it is, and with it the transaction that may be open. */
  void ended(SessionState where, String why) {
    if (open == null) {
      return;
    }
    if (where instanceof SessionState.Deciding deciding) {
      cameTo(new TransactionEvent.Abandoned(deciding.transaction(), Findings.of(why)));
    } else if (where instanceof SessionState.Storing storing) {
      cameTo(new TransactionEvent.Abandoned(storing.transaction(), Findings.of(why)));
    } else {
      abandoned();
    }
  }

  /** Nothing more will happen to it, if it is still open. */
  private void abandoned() {
    if (open != null) {
      parts.ports().spans().abandoned(open);
      parts.ports().log().abandoned(open, parts.listener());
      open = null;
    }
  }
}
