package org.postseal.ingress.connection;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * Whether a client is read from: not while nothing of it can be taken, and no more when it has
 * closed its side. That side alone, for it may still read (RFC 9293 §3.6).
 */
final class Inflow {
  private final NetSocket socket;
  private boolean held;
  private boolean ending;
  private boolean over;

  Inflow(NetSocket socket) {
    this.socket = socket;
  }

  /** {@code ended} is called when the client has closed its side; before, the connection ended. */
  static void watch(NetSocket socket, Runnable ended) {
    var known = (NetSocketInternal) socket;
    known
        .channelHandlerContext()
        .channel()
        .config()
        .setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    known.eventHandler(
        event -> {
          if (event instanceof ChannelInputShutdownEvent
              || event instanceof SslCloseCompletionEvent) {
            ended.run();
          }
        });
  }

  /** Leaves the client's octets in the socket, or reads on. */
  void hold(boolean wanted) {
    if (wanted != held && !ending) {
      held = wanted;
      if (wanted) {
        socket.pause();
      } else {
        socket.resume();
      }
    }
  }

  /** Nothing more will come. {@code then} runs when all that came was handed out. */
  void end(Context context, Runnable then) {
    if (!ending) {
      hold(false);
      ending = true;
      context.runOnContext(
          _ -> {
            over = true;
            then.run();
          });
    }
  }

  /** Whether the client has closed its side, and all that it sent was handed out. */
  boolean isOver() {
    return over;
  }
}
