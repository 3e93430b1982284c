package org.postseal.ingress.connection;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.postseal.accounts.sasl.SecureChannel;
import org.postseal.ingress.tls.TlsChannel;
import org.postseal.smtp.reply.Reply;

/**
 * The replies of one session: collected, and written together (RFC 2920 §3.2). Says when the client
 * does not read them, so that nothing more is read from it meanwhile.
 */
final class ReplyChannel {
  private static final int INITIAL = 256;
  private static final int FULL = 4096;

  private final NetSocket socket;
  private final Runnable onDrained;
  private Buffer collected = Buffer.buffer(INITIAL);
  private boolean blocked;
  private boolean ended;

  /** {@code onDrained} is called when the client reads again. */
  ReplyChannel(NetSocket socket, Runnable onDrained) {
    this.socket = socket;
    this.onDrained = onDrained;
  }

  void add(Reply reply) {
    collected.appendBytes(reply.octets());
  }

  boolean isFull() {
    return collected.length() >= FULL;
  }

  /** Whether the client has to read first. */
  boolean isBlocked() {
    return blocked;
  }

  /** Writes what was collected. */
  Future<Void> flush() {
    if (collected.length() == 0 || ended) {
      return Future.succeededFuture();
    }
    var written = socket.write(take());
    if (socket.writeQueueFull() && !blocked) {
      blocked = true;
      socket.drainHandler(
          _ -> {
            blocked = false;
            onDrained.run();
          });
    }
    return written;
  }

  /** Writes what was collected, and begins TLS behind it. */
  Future<SecureChannel> encrypt() {
    return flush()
        .compose(_ -> socket.upgradeToSsl())
        .map(_ -> new TlsChannel(socket.sslSession()));
  }

  /** Writes what was collected, and closes the connection behind it. */
  void end() {
    if (!ended) {
      ended = true;
      LingeringClose.after(socket, take());
    }
  }

  /** The connection is gone; what is said from now on nobody hears. */
  void gone() {
    ended = true;
  }

  private Buffer take() {
    var taken = collected;
    collected = Buffer.buffer(INITIAL);
    return taken;
  }
}
