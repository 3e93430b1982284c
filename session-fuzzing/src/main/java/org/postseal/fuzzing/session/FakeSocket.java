package org.postseal.fuzzing.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.ByteArrayOutputStream;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.postseal.fuzzing.BrokenClaim;

/**
 * A socket without a network, and the event loop it lives on: what the server writes is kept, and
 * what it wants done later is done when the client lets it.
 */
final class FakeSocket {
  private final Reading reading;
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Handler<Buffer> received = _ -> {};
  private Optional<Handler<Void>> drained = Optional.empty();
  private boolean paused;
  private boolean encrypted;
  private boolean ended;

  /** How fast the client reads. */
  enum Reading {
    AT_ONCE,
    SLOWLY
  }

  FakeSocket(Reading reading, boolean encrypted) {
    this.reading = reading;
    this.encrypted = encrypted;
  }

  NetSocket asNetSocket() {
    return Fakes.of(
        NetSocketInternal.class,
        (method, argument) ->
            switch (method) {
              case "handler" -> receivedBy(handler(argument));
              case "drainHandler" -> drainedBy(handler(argument));
              case "write" -> write((Buffer) argument);
              case "channelHandlerContext" -> ended();
              case "close" -> closedAbruptly();
              case "pause" -> paused(true);
              case "resume" -> paused(false);
              case "writeQueueFull" -> reading == Reading.SLOWLY;
              case "isSsl" -> encrypted;
              case "sslSession" -> Fakes.of(SSLSession.class, FakeSocket::session);
              case "upgradeToSsl" -> encrypt();
              default -> throw new UnsupportedOperationException(method);
            });
  }

  Context asContext() {
    return Fakes.of(
        Context.class,
        (method, argument) -> {
          BrokenClaim.unless(method.equals("runOnContext"), "of a context only its loop is used");
          return later.add(() -> FakeSocket.<Void>handler(argument).handle(null));
        });
  }

  Vertx asVertx() {
    return Fakes.of(
        Vertx.class,
        (method, argument) -> {
          BrokenClaim.unless(method.equals("setTimer"), "of Vert.x only timers are used");
          later.add(() -> FakeSocket.<Long>handler(argument).handle(0L));
          return 0L;
        });
  }

  @SuppressWarnings("unchecked") // the methods above are called with such handlers only
  private static <T> Handler<T> handler(Object argument) {
    return (Handler<T>) argument;
  }

  private Handler<Buffer> receivedBy(Handler<Buffer> handler) {
    received = handler;
    return handler;
  }

  private Handler<Void> drainedBy(Handler<Void> handler) {
    drained = Optional.of(handler);
    return handler;
  }

  private boolean paused(boolean now) {
    paused = now;
    return now;
  }

  private Future<Void> write(Buffer octets) {
    BrokenClaim.unless(!ended, "nothing is written behind the end");
    written.writeBytes(octets.getBytes());
    return Future.succeededFuture();
  }

  /** The server asks for the channel when it has written its last and wants to close. */
  private ChannelHandlerContext ended() {
    ended = true;
    return Fakes.of(ChannelHandlerContext.class, (_, _) -> new EmbeddedChannel());
  }

  /** Nobody shows a certificate. */
  private static Object session(String method, Object ignored) throws SSLPeerUnverifiedException {
    return switch (method) {
      case "getLocalCertificates" -> new Certificate[1];
      case "getPeerCertificates" -> throw new SSLPeerUnverifiedException("none");
      default -> method;
    };
  }

  private Future<Void> encrypt() {
    BrokenClaim.unless(!encrypted, "TLS begins once");
    encrypted = true;
    return Future.succeededFuture();
  }

  /** The server does this when it has thrown, and when TLS fails, which it does not here. */
  private Future<Void> closedAbruptly() {
    BrokenClaim.unless(false, "a session ends with a reply, not with an exception");
    return Future.succeededFuture();
  }

  /** Sends octets as soon as the server reads. */
  void send(byte[] octets, int offset, int length) {
    settle();
    BrokenClaim.unless(!paused || ended, "a server goes on reading, or ends the session");
    if (!ended) {
      received.handle(Buffer.buffer().appendBytes(octets, offset, length));
      settle();
    }
  }

  /** Does all that is to be done later, and reads what was written. */
  void settle() {
    while (true) {
      var task = later.poll();
      if (task != null) {
        task.run();
      } else if (drained.isPresent()) {
        var again = drained.get();
        drained = Optional.empty();
        again.handle(null);
      } else {
        return;
      }
    }
  }

  boolean isEnded() {
    return ended;
  }

  /** What was written since the last time. */
  byte[] written() {
    byte[] octets = written.toByteArray();
    written.reset();
    return octets;
  }
}
