package org.postseal.console.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Relay and registry as the console sees them: answers that were prepared, and what was asked. */
final class OtherServices implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private record Prepared(int status, byte[] body) {}

  /** A request. */
  record Asked(
      String what, String authorization, String actingFor, String ifNoneMatch, String body) {}

  private OtherServices(HttpServer server) {
    this.server = server;
  }

  static OtherServices start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var services = new OtherServices(server);
    server.createContext("/", services::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return services;
  }

  String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Prepares an answer, to such as {@code GET /relay/v1/queue}; status 0 is none at all. */
  void answers(String what, int status, String body) {
    prepared.put(what, new Prepared(status, body.getBytes(StandardCharsets.UTF_8)));
  }

  void forget() {
    prepared.clear();
    asked.clear();
  }

  /** What was asked with these methods, in order. */
  List<Asked> asked(String method) {
    return asked.stream().filter(one -> one.what().startsWith(method + " ")).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      var fields = exchange.getRequestHeaders();
      asked.add(
          new Asked(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              String.valueOf(fields.getFirst("Authorization")),
              String.valueOf(fields.getFirst("Postseal-Acting-For")),
              String.valueOf(fields.getFirst("If-None-Match")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      var answer = prepared.getOrDefault(what, new Prepared(404, new byte[0]));
      if (answer.status() == 0) {
        return; // closed without a word
      }
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
