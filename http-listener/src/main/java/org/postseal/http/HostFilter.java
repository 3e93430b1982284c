package org.postseal.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.postseal.http.HostNames.Addressed;
import org.postseal.http.HostNames.Arrival;

/** Stands before everything else that answers on the HTTP port of a service. */
@Singleton
final class HostFilter {

  /** Before authentication, metrics and whatever else Quarkus puts in front. */
  private static final int FIRST = 1_000_000;

  private final HostNames names;

  @Inject
  HostFilter(HttpSettings settings) {
    this.names = new HostNames(settings.hostNames().orElse(List.of()));
  }

  void register(@Observes Filters filters) {
    filters.register(this::filter, FIRST);
  }

  private void filter(RoutingContext context) {
    var request = context.request();
    switch (names.outcome(addressed(request), arrival(request.connection().localAddress()))) {
      case ANSWERED -> context.next();
      case MALFORMED -> refuse(context, 400, "Bad Request", "the request names no host, or two");
      case MISDIRECTED ->
          refuse(
              context,
              421,
              "Misdirected Request",
              "this service is not called that here; postseal.http.host-names can say so");
    }
  }

  /** RFC 9457. Of the name itself nothing is repeated. */
  private static void refuse(RoutingContext context, int status, String title, String detail) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(title, status, detail));
  }

  private static Addressed addressed(HttpServerRequest request) {
    boolean hasField = request.version() != HttpVersion.HTTP_2;
    return new Addressed(
        hasField
            ? request.headers().getAll("Host")
            : Optional.ofNullable(request.authority()).map(HostAndPort::toString).stream().toList(),
        request.uri(),
        request.version() != HttpVersion.HTTP_1_0);
  }

  /** What has no address, such as a socket in the file system, is as near as loopback. */
  private static Arrival arrival(SocketAddress local) {
    if (local == null || local.hostAddress() == null) {
      return Arrival.LOOPBACK;
    }
    return InetAddress.ofLiteral(local.hostAddress()).isLoopbackAddress()
        ? Arrival.LOOPBACK
        : Arrival.ELSEWHERE;
  }
}
