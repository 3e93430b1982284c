package org.postseal.ingress.connection;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/** Octets that were read before TLS began and belong to its handshake. */
final class PushedBack {
  private static final String TLS_HANDLER = "ssl";
  private static final int TRIES = 1000;

  private PushedBack() {}

  /** Gives them to the TLS that {@link NetSocket#upgradeToSsl} is about to put in place. */
  static void behindTls(NetSocket socket, Buffer octets) {
    if (octets.length() > 0) {
      whenTlsIsThere((NetSocketInternal) socket, octets, TRIES);
    }
  }

  /** It is put in place when what was written is flushed: at once, for nothing was. */
  private static void whenTlsIsThere(NetSocketInternal socket, Buffer octets, int tries) {
    var pipeline = socket.channelHandlerContext().pipeline();
    if (pipeline.get(TLS_HANDLER) != null) {
      pipeline.fireChannelRead(Unpooled.wrappedBuffer(octets.getBytes()));
      pipeline.fireChannelReadComplete();
    } else if (tries > 0) {
      pipeline.channel().eventLoop().execute(() -> whenTlsIsThere(socket, octets, tries - 1));
    } else {
      socket.close();
    }
  }
}
