package org.postseal.ingress.connection;

import io.vertx.core.Context;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.load.ContentBudget;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.session.MessageOctets;
import org.postseal.ingress.session.SessionAction;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.Spoilage;
import org.postseal.topics.TransactionId;

/**
 * The content of one session's open transaction, if there is any, and the memory it may wait for.
 * Lives on the session's event loop.
 */
final class OpenContent {
  private final ListenerParts parts;
  private final TransactionWatch watch;
  private final Consumer<Runnable> eventLoop;
  private final Runnable onNews;
  private @Nullable ContentReceiver receiver;
  private boolean waitingForRoom;
  private long began;

  /** {@code onNews} is called, on the event loop, when there may be something to go on with. */
  OpenContent(ListenerParts parts, Context context, TransactionWatch watch, Runnable onNews) {
    this.parts = parts;
    this.watch = watch;
    this.eventLoop = task -> context.runOnContext(_ -> task.run());
    this.onNews = onNews;
  }

  /** Reserves memory: {@link SessionInput.RoomMade} or {@link SessionInput.NoRoom}. */
  SessionInput begin(SessionAction.MakeRoom question, String address) {
    var declared = question.declaredSize();
    var holder = new BudgetHolder();
    var octets = declared.orElse(ContentReceiver.UNDECLARED);
    var reservation =
        parts
            .budget()
            .reserve(
                ContentBudget.charge(octets),
                parts.entrance().owner(address, parts.listener()),
                holder);
    if (reservation.isEmpty()) {
      return new SessionInput.NoRoom();
    }
    var settings = parts.settings();
    receiver =
        new ContentReceiver(
            settings.size(),
            ContentFraming.of(question.framing(), settings.contentLine()),
            digester(question.purpose()),
            declared,
            reservation.get());
    holder.receiver = receiver;
    began = System.nanoTime();
    var id = TransactionId.next(settings.clock().instant());
    watch.contentBegins(id);
    return new SessionInput.RoomMade(id);
  }

  private MessageDigester digester(SessionAction.Purpose purpose) {
    var limits = parts.settings().digests();
    return switch (purpose) {
      case SIGNING -> MessageDigester.forSigning(limits);
      case VERIFYING -> MessageDigester.forVerifying(limits);
      case EITHER -> MessageDigester.forSealing(limits);
    };
  }

  /**
   * Takes octets up to the end of the content, or none if there is no memory for them now.
   *
   * @return what the content came to, once it or its chunk has ended
   */
  Optional<SessionInput> read(ReceivedOctets octets) {
    var current = require();
    switch (current.makeRoom(octets.length())) {
      case WAIT -> {
        waitingForRoom = true;
        return Optional.empty();
      }
      case GRANTED, DROPPED ->
          octets.taken(current.feed(octets.octets(), octets.at(), octets.length()));
    }
    return progress(current);
  }

  /** The next chunk begins; if it has no octets, it ends as well. */
  Optional<SessionInput> beginChunk(long octets, boolean last) {
    var current = require();
    current.beginChunk(octets, last);
    return progress(current);
  }

  private Optional<SessionInput> progress(ContentReceiver current) {
    if (current.isComplete()) {
      return Optional.of(ended(current));
    }
    if (!current.isChunkComplete()) {
      return Optional.empty();
    }
    return Optional.of(
        current
            .spoilage()
            .<SessionInput>map(this::spoiled)
            .orElseGet(SessionInput.ChunkComplete::new));
  }

  private SessionInput spoiled(Spoilage spoilage) {
    return new SessionInput.ContentSpoiled(spoilage, parts.settings().clock().instant());
  }

  private SessionInput ended(ContentReceiver current) {
    watch.contentEnded(current.size());
    return current
        .settle()
        .<SessionInput>map(this::spoiled)
        .orElseGet(
            () ->
                new SessionInput.ContentComplete(
                    current.digested(), parts.settings().clock().instant()));
  }

  /** The message as it is to be stored. */
  MessageOctets edited(byte[] fields, HeaderEdit edit) {
    return require().edited(fields, edit);
  }

  boolean isWaitingForRoom() {
    return waitingForRoom;
  }

  /** Whether the client takes too long; our own waiting for memory is not its fault. */
  boolean isOverdue(long now, long silent) {
    var timeouts = parts.settings().timeouts();
    return !waitingForRoom
        && (silent > timeouts.content().toNanos()
            || now - began > timeouts.wholeContent().toNanos());
  }

  /** Gives the memory back. */
  void drop() {
    waitingForRoom = false;
    if (receiver != null) {
      receiver.drop();
      receiver = null;
    }
  }

  private ContentReceiver require() {
    if (receiver == null) {
      throw new IllegalStateException("no content is being received");
    }
    return receiver;
  }

  /** Passes the word on to the event loop, where it may find that the transaction is over. */
  private final class BudgetHolder implements MemoryBudget.Holder {
    private volatile @Nullable ContentReceiver receiver;

    @Override
    public void dropped() {
      hear(() -> require().spoil(Spoilage.OUT_OF_MEMORY));
    }

    @Override
    public void granted() {
      hear(() -> {});
    }

    private void hear(Runnable news) {
      eventLoop.accept(
          () -> {
            if (receiver != null && receiver == OpenContent.this.receiver) {
              news.run();
              waitingForRoom = false;
              onNews.run();
            }
          });
    }
  }
}
