package org.postseal.registry.twin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SSLOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.signingpolicy.TwinDocument;

/** Speaks HTTP/1.1 to anybody, small requests only, and closes what stays silent. */
final class TwinListener {
  private static final int LONGEST_LINE = 2048;
  private static final int LONGEST_HEADER = 8192;

  private final TwinDocuments documents;
  private final int connections;
  private final HttpServer server;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * What a stranger may take.
   *
   * @param connections at one time
   * @param silence of a connection
   */
  record Limits(int connections, Duration silence) {}

  /** {@code tls} is as the certificates want it; the rest of the options is set here. */
  TwinListener(Vertx vertx, TwinDocuments documents, Limits limits, HttpServerOptions tls) {
    this.documents = documents;
    this.connections = limits.connections();
    this.server =
        vertx
            .createHttpServer(
                tls.setUseAlpn(false)
                    .setHttp2ClearTextEnabled(false)
                    .setMaxInitialLineLength(LONGEST_LINE)
                    .setMaxHeaderSize(LONGEST_HEADER)
                    .setIdleTimeout(Math.toIntExact(limits.silence().toMillis()))
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
            .connectionHandler(this::admit)
            .requestHandler(this::answer);
  }

  Future<Void> listen(int port, String host) {
    return server.listen(port, host).mapEmpty();
  }

  int port() {
    return server.actualPort();
  }

  /** New connections show these certificates. */
  Future<Boolean> show(SSLOptions renewed) {
    return server.updateSSLOptions(renewed, true);
  }

  Future<Void> close() {
    return server.close();
  }

  private void admit(HttpConnection connection) {
    connection.closeHandler(_ -> open.decrementAndGet());
    if (open.incrementAndGet() > connections) {
      connection.close();
    }
  }

  private void answer(HttpServerRequest request) {
    var response = request.response();
    var hosts = request.headers().getAll("Host");
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    if (!isHead && !request.method().equals(HttpMethod.GET)) {
      response.putHeader("Allow", "GET, HEAD").putHeader("Connection", "close");
      write(response, TwinAnswer.refused(405, "Only GET and HEAD"), false);
    } else if (hosts.size() != 1) {
      write(response, TwinAnswer.refused(400, "The request names no host, or two"), isHead);
    } else {
      write(response, documents.answer(hosts.getFirst(), request.uri()), isHead);
    }
  }

  private static void write(HttpServerResponse response, TwinAnswer answer, boolean isHead) {
    byte[] body = answer.text().getBytes(StandardCharsets.US_ASCII);
    if (answer.status() == 503) {
      response.putHeader("Retry-After", "2");
    }
    response
        .setStatusCode(answer.status())
        .putHeader("Content-Type", TwinDocument.CONTENT_TYPE)
        .putHeader("Content-Length", Integer.toString(body.length))
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(
            "Cache-Control",
            answer.isDocument() ? "public, max-age=" + answer.keep().toSeconds() : "no-store")
        .end(isHead ? Buffer.buffer() : Buffer.buffer(body));
  }
}
