package org.postseal.ingress.server;

import org.jspecify.annotations.Nullable;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.topics.TransactionId;

/**
 * What an operator sees of the open transaction of one session: when it began, how long its content
 * took and its answer, and its span. Lives on the session's event loop.
 */
final class TransactionWatch {
  private final ListenerParts parts;
  private long began;
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
    parts.ports().spans().begin(id, parts.listener(), System.nanoTime() - began);
  }

  /** The last octet of the content has come. */
  void contentEnded(long octets) {
    contentEnded = System.nanoTime();
    parts.metrics().contentEnded(octets);
  }

  /** It came to this. */
  void cameTo(TransactionEvent event) {
    switch (event) {
      case TransactionEvent.Received _ -> {}
      case TransactionEvent.Accepted _ -> answered(event, SessionMetrics.Answer.ACCEPTED);
      case TransactionEvent.Rejected _ -> answered(event, SessionMetrics.Answer.REJECTED);
      case TransactionEvent.Deferred _ -> answered(event, SessionMetrics.Answer.DEFERRED);
    }
    parts.ports().spans().cameTo(event);
  }

  private void answered(TransactionEvent event, SessionMetrics.Answer answer) {
    // for the exemplar of the bucket it falls into
    try (var _ = parts.ports().spans().of(event.transaction().id()).makeCurrent()) {
      parts.metrics().answered(answer, System.nanoTime() - contentEnded);
    }
    open = null;
  }

  /** Nothing more will happen to it, if it is still open. */
  void abandoned() {
    if (open != null) {
      parts.ports().spans().abandoned(open);
      open = null;
    }
  }
}
