package org.postseal.endtoend.traces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes spans as OTLP over HTTP, on loopback. */
final class Collector implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();

  private final HttpServer server;
  private final List<SeenSpan> spans = new CopyOnWriteArrayList<>();

  private Collector(HttpServer server) {
    this.server = server;
  }

  static Collector start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var collector = new Collector(server);
      server.createContext("/v1/traces", collector::take);
      server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException("no collector", e);
    }
  }

  /** What a service needs to know of it, and that it is to send soon. */
  Map<String, String> settings() {
    return Map.of(
        "quarkus.otel.sdk.disabled",
        "false",
        "quarkus.otel.exporter.otlp.protocol",
        "http/protobuf",
        "quarkus.otel.exporter.otlp.endpoint",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "quarkus.otel.bsp.schedule.delay",
        "200MS");
  }

  /** Every span so far. */
  List<SeenSpan> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody();
      var zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      keep(zipped ? new GZIPInputStream(body) : body);
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void keep(InputStream body) throws IOException {
    for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      var service = attributes(resource.getResource().getAttributesList()).get("service.name");
      keep(service, resource);
    }
  }

  private void keep(String service, ResourceSpans resource) {
    for (var scope : resource.getScopeSpansList()) {
      for (var span : scope.getSpansList()) {
        spans.add(
            new SeenSpan(
                service,
                span.getName(),
                HEX.formatHex(span.getTraceId().toByteArray()),
                HEX.formatHex(span.getSpanId().toByteArray()),
                HEX.formatHex(span.getParentSpanId().toByteArray()),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                attributes(span.getAttributesList())));
      }
    }
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                attribute ->
                    attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
