package org.postseal.ingress.connection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.Session;
import org.postseal.ingress.session.SessionRules;
import org.postseal.ingress.tls.Tls;
import org.postseal.ingress.watch.SessionMetrics;

/**
 * The listeners. Every event loop listens on every port, and a session stays on the loop that took
 * it in.
 */
public final class SmtpServer {
  private static final Logger LOG = Logger.getLogger(SmtpServer.class);
  private static final long TIMEOUT_CHECK_MILLIS = 1000;
  private static final long DRAIN_CHECK_MILLIS = 50;
  private static final int BACKLOG = 1024;

  private final Vertx vertx;
  private final Setup setup;
  private final Entrance entrance;
  private final Map<Listener, ListenerParts> parts = new ConcurrentHashMap<>();
  private final Map<Listener, Integer> boundPorts = new ConcurrentHashMap<>();
  private volatile boolean draining;
  private final Collection<Loop> loops = new ConcurrentLinkedQueue<>();

  /**
   * What a server is made of.
   *
   * @param ports a port for each listener that is wanted; 0 for any free one
   * @param rules of each of these listeners
   * @param tls certificates; without them there is neither STARTTLS nor implicit TLS
   * @param loops event loops to listen on
   */
  public record Setup(
      String host,
      Map<Listener, Integer> ports,
      Map<Listener, SessionRules> rules,
      ConnectionSettings connection,
      Entrance entrance,
      Optional<Tls> tls,
      int loops) {}

  public SmtpServer(
      Vertx vertx, Setup setup, Ports ports, MemoryBudget budget, MeterRegistry meters) {
    this.vertx = vertx;
    this.setup = setup;
    this.entrance = setup.entrance();
    this.boundPorts.putAll(setup.ports());
    setup
        .rules()
        .forEach(
            (listener, rules) ->
                parts.put(
                    listener,
                    new ListenerParts(
                        listener,
                        new Session(rules),
                        setup.connection(),
                        ports,
                        budget,
                        new SessionMetrics(meters, listener),
                        entrance,
                        () -> draining)));
    Gauge.builder("postseal_ingress_content_memory_used", budget, b -> (double) b.used())
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("postseal_ingress_content_memory_budget", budget, b -> (double) b.capacity())
        .baseUnit("bytes")
        .register(meters);
  }

  /** Listens on every port, with every loop. */
  public Future<Void> start() {
    return vertx
        .deployVerticle(Loop::new, new DeploymentOptions().setInstances(setup.loops()))
        .mapEmpty();
  }

  /** The port a listener is bound to. */
  public int port(Listener listener) {
    var port = boundPorts.get(listener);
    if (port == null) {
      throw new IllegalArgumentException("no such listener: " + listener);
    }
    return port;
  }

  public int openSessions() {
    return entrance.open();
  }

  /**
   * Answers 421 to whoever comes, ends idle sessions with 421, and lets transactions come to their
   * end for so long. The ports are given up last, because Vert.x closes the sessions with them.
   */
  public Future<Void> stop(Duration patience) {
    draining = true;
    loops.forEach(Loop::shutDownSessions);
    return drained(System.nanoTime() + patience.toNanos())
        .compose(
            _ -> {
              loops.forEach(Loop::shutDownSessions);
              return drained(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
            })
        .compose(_ -> Future.join(loops.stream().map(Loop::stopListening).toList()).mapEmpty());
  }

  private Future<Void> drained(long until) {
    if (entrance.open() == 0 || System.nanoTime() > until) {
      return Future.succeededFuture();
    }
    Promise<Void> later = Promise.promise();
    vertx.setTimer(DRAIN_CHECK_MILLIS, _ -> drained(until).onComplete(later));
    return later.future();
  }

  /** One event loop with its share of the sessions. */
  private final class Loop extends AbstractVerticle {
    private final List<NetServer> servers = new ArrayList<>();
    private final Set<Visit> visits = new HashSet<>();

    @Override
    public void start(Promise<Void> started) {
      loops.add(this);
      vertx.setPeriodic(TIMEOUT_CHECK_MILLIS, _ -> checkTimeouts());
      var listening = setup.ports().keySet().stream().map(this::listen).toList();
      Future.all(listening).<Void>mapEmpty().onComplete(started);
    }

    private Future<Void> listen(Listener listener) {
      var server = vertx.createNetServer(options(listener));
      servers.add(server);
      return server
          .connectHandler(socket -> connected(listener, socket))
          .exceptionHandler(e -> LOG.debugf("a connection failed: %s", e.getMessage()))
          .listen(wantedPort(listener), setup.host())
          .onSuccess(bound -> boundPorts.put(listener, bound.actualPort()))
          .mapEmpty();
    }

    /** Each negative number is Vert.x's name for one free port that all loops share. */
    private int wantedPort(Listener listener) {
      int port = setup.ports().get(listener);
      if (port != 0) {
        return port;
      }
      return switch (listener) {
        case MX -> -1;
        case SUBMISSION -> -2;
        case SUBMISSIONS -> -3;
      };
    }

    private NetServerOptions options(Listener listener) {
      var options = new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG);
      // where load balancers come, TLS begins behind their header
      boolean tlsFirst = listener == Listener.SUBMISSIONS && !entrance.isProxied(listener);
      setup.tls().ifPresent(tls -> tls.applyTo(options.setSsl(tlsFirst), listener));
      return options;
    }

    private void connected(Listener listener, NetSocket socket) {
      var own = parts.get(listener);
      if (own == null || !entrance.arrived()) {
        if (own != null) {
          own.metrics().refused(SessionMetrics.Refusal.TOO_MANY);
          own.metrics().replied(Replies.TOO_MANY_CONNECTIONS);
        }
        socket.end(Buffer.buffer(Replies.TOO_MANY_CONNECTIONS.octets()));
        return;
      }
      var visit = new Visit(vertx, context(), socket, own, entrance);
      visits.add(visit);
      socket.exceptionHandler(e -> LOG.debugf("a connection broke: %s", e.getMessage()));
      socket.closeHandler(
          _ -> {
            visits.remove(visit);
            visit.ended();
          });
      visit.begin();
    }

    private Context context() {
      return context;
    }

    private void checkTimeouts() {
      long now = System.nanoTime();
      sessions().forEach(session -> session.checkTimeouts(now));
    }

    private List<SmtpConnection> sessions() {
      return visits.stream().flatMap(visit -> visit.session().stream()).toList();
    }

    private void shutDownSessions() {
      context.runOnContext(_ -> sessions().forEach(SmtpConnection::shutDown));
    }

    private Future<Void> stopListening() {
      return Future.join(servers.stream().map(NetServer::close).toList()).mapEmpty();
    }
  }
}
