package org.postseal.ingress.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.watch.SessionMetrics;
import org.postseal.smtp.proxy.ProxyHeader;
import org.postseal.smtp.proxy.ProxyHeaderParser;
import org.postseal.smtp.proxy.ProxyHeaderReading;
import org.postseal.smtp.reply.Reply;

/**
 * A connection from its acceptance to its end: whose it is, whether it may come in, and then its
 * session.
 *
 * <p>Where load balancers come, those we trust must begin with a PROXY header; anybody else there
 * is a client like any other. TLS from the first octet then begins behind the header.
 */
final class Visit {
  private static final Logger LOG = Logger.getLogger(Visit.class);
  private static final int EARLY_LIMIT = 4096;
  private final Vertx vertx;
  private final Context context;
  private final NetSocket socket;
  private final ListenerParts parts;
  private final Entrance entrance;

  private String address;
  private Buffer early = Buffer.buffer(0);
  private boolean entered;
  private boolean gone;
  private @Nullable SmtpConnection connection;

  Visit(Vertx vertx, Context context, NetSocket socket, ListenerParts parts, Entrance entrance) {
    this.vertx = vertx;
    this.context = context;
    this.socket = socket;
    this.parts = parts;
    this.entrance = entrance;
    this.address = peer(socket);
  }

  /** Without the zone of an IPv6 address. */
  private static String peer(NetSocket socket) {
    var address = socket.remoteAddress().hostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /** The session, once there is one. */
  Optional<SmtpConnection> session() {
    return Optional.ofNullable(connection);
  }

  /** Begins. */
  void begin() {
    Inflow.watch(socket, this::inputEnded);
    socket.handler(this::tooEarly);
    if (!entrance.isProxied(parts.listener())) {
      enter();
    } else if (entrance.isTrustedProxy(address)) {
      readProxyHeader();
    } else {
      encrypt(Buffer.buffer(0));
    }
  }

  /** Octets of a client that has not been greeted. */
  private void tooEarly(Buffer octets) {
    early.appendBuffer(octets);
    if (early.length() > EARLY_LIMIT) {
      socket.pause();
    }
  }

  // ---- who it is

  private void readProxyHeader() {
    var proxies = entrance.proxies();
    var parser = new ProxyHeaderParser(proxies.header());
    long timer =
        vertx.setTimer(proxies.timeout().toMillis(), _ -> refuseProxy("no header in time"));
    var received = Buffer.buffer();
    socket.handler(
        octets -> {
          received.appendBuffer(octets);
          switch (parser.read(received.getBytes())) {
            case ProxyHeaderReading.Incomplete _ -> {}
            case ProxyHeaderReading.Malformed(var reason) -> {
              vertx.cancelTimer(timer);
              refuseProxy(reason);
            }
            case ProxyHeaderReading.Complete(var header, var length) -> {
              vertx.cancelTimer(timer);
              if (header instanceof ProxyHeader.Relayed(var client, _)) {
                address = client.getHostAddress();
              }
              socket.handler(this::tooEarly);
              encrypt(received.getBuffer(length, received.length()));
            }
          }
        });
  }

  private void refuseProxy(String reason) {
    if (!gone) {
      parts.proxyRefused(address, reason);
      socket.close();
    }
  }

  /** TLS where it comes first. {@code rest} came behind the PROXY header. */
  private void encrypt(Buffer rest) {
    if (parts.listener() != Listener.SUBMISSIONS) {
      early = rest;
      enter();
      return;
    }
    socket
        .upgradeToSsl()
        .onComplete(
            done -> {
              if (done.succeeded()) {
                enter();
              } else {
                LOG.debugf("TLS did not come about: %s", done.cause().getMessage());
                socket.close();
              }
            });
    PushedBack.behindTls(socket, rest);
  }

  // ---- whether it may come in

  private void enter() {
    if (gone) {
      return;
    }
    if (parts.draining().getAsBoolean()) {
      refuse(SessionMetrics.Refusal.DRAINING, Replies.SHUTTING_DOWN);
      return;
    }
    admit(address)
        .onComplete(
            answer -> {
              if (!gone) {
                answer.result().ifPresentOrElse(this::endWith, this::greet);
              }
            });
  }

  /**
   * Whether the client may come in, who is at {@code client}; the reply says why not. From now on
   * it is counted for that address alone. Never fails.
   */
  private Future<Optional<Reply>> admit(String client) {
    if (entered) {
      entrance.leave(address, parts.listener());
      entered = false;
    }
    address = client;
    var exceeded = entrance.enter(address, parts.listener());
    if (exceeded.isPresent()) {
      LOG.debugf("%s: too many connections per %s", named(address), exceeded.get());
      parts.metrics().refused(SessionMetrics.Refusal.TOO_MANY);
      return Future.succeededFuture(Optional.of(Replies.TOO_MANY_CONNECTIONS));
    }
    entered = true;
    if (entrance.isBlocked(client, parts.listener())) {
      LOG.infof("%s: closed, on the blocklist", named(client));
      parts.metrics().refused(SessionMetrics.Refusal.BLOCKLISTED);
      return Future.succeededFuture(Optional.of(Replies.blocked(client)));
    }
    return entrance
        .blocklists(parts.listener())
        .map(lists -> lists.find(client).map(zone -> zone.map(name -> listed(client, name))))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private Reply listed(String client, String zone) {
    LOG.infof("%s: closed, listed in %s", named(client), zone);
    parts.metrics().refused(SessionMetrics.Refusal.BLOCKLISTED);
    return Replies.blocklisted(client, zone);
  }

  private String named(String client) {
    return parts.ports().log().addresses().of(client);
  }

  private void refuse(SessionMetrics.Refusal why, Reply reply) {
    parts.metrics().refused(why);
    endWith(reply);
  }

  private void endWith(Reply reply) {
    parts.metrics().replied(reply);
    socket.end(Buffer.buffer(reply.octets()));
  }

  private void greet() {
    parts.metrics().sessionBegan();
    connection = new SmtpConnection(vertx, context, socket, parts, this::admit);
    connection.begin(address, early);
    early = Buffer.buffer(0);
    socket.resume();
  }

  /** The client has closed its side of the connection. */
  private void inputEnded() {
    if (connection == null) {
      socket.close();
    } else {
      connection.inputEnded();
    }
  }

  /** The connection is closed. */
  void ended() {
    gone = true;
    entrance.gone();
    if (entered) {
      entrance.leave(address, parts.listener());
    }
    if (connection != null) {
      parts.metrics().sessionEnded();
      connection.closed();
    }
  }
}
