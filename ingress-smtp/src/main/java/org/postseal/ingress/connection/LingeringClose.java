package org.postseal.ingress.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that the client can read the last reply, whatever it is just sending:
 * closing a socket while octets arrive makes TCP throw away what was written and not yet read. We
 * stop writing, and close when the client has, or a little later.
 */
final class LingeringClose {
  private static final long PATIENCE_MILLIS = 2_000;

  private LingeringClose() {}

  /** Writes the last octets, and closes. Nothing may be written afterwards. */
  static void after(NetSocket socket, Buffer last) {
    socket.resume();
    socket.write(last).onComplete(_ -> endOutput(((NetSocketInternal) socket)));
  }

  private static void endOutput(NetSocketInternal socket) {
    var channel = socket.channelHandlerContext().channel();
    var _ =
        channel.eventLoop().schedule(() -> socket.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    var tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutDown(channel);
    } else {
      var _ = tls.closeOutbound().addListener((ChannelFuture _) -> shutDown(channel));
    }
  }

  private static void shutDown(Channel channel) {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      var _ = duplex.shutdownOutput();
    }
  }
}
