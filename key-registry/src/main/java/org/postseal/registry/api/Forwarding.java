package org.postseal.registry.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;
import org.postseal.access.ActingFor;
import org.postseal.access.Problem;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.JournalPositions;

/**
 * Hands a change to the replica that writes, once, and waits until this one has read it too, so
 * that the caller finds here what it wrote.
 */
@Singleton
final class Forwarding {

  /** Marks a forwarded request: whoever gets it must not forward it again. */
  static final String FORWARDED = "postseal-forwarded";

  /** How far a replica must have read to see the change. */
  static final String POSITIONS = "postseal-journal";

  private static final Logger LOG = Logger.getLogger(Forwarding.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration CATCH_UP = Duration.ofSeconds(5);
  private static final List<String> HANDED_ON =
      List.of("Authorization", "If-Match", "If-None-Match", ActingFor.FIELD);
  private static final List<String> KEPT = List.of("Content-Type", "ETag", "Retry-After");

  private final Journal journal;
  private final ObjectMapper json;
  private final HttpClient http;

  @Inject
  Forwarding(
      Journal journal, ObjectMapper json, TlsConfigurationRegistry tls, RegistrySettings settings) {
    this(journal, json, trust(tls, settings.certificateName()));
  }

  Forwarding(Journal journal, ObjectMapper json, Optional<SSLContext> trust) {
    this.journal = journal;
    this.json = json;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    trust.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Whose certificates the registry may show; what the JVM believes if nobody says. */
  private static Optional<SSLContext> trust(TlsConfigurationRegistry tls, Optional<String> name) {
    return tls.get("registry")
        .map(
            configured -> {
              try {
                return name.isPresent()
                    ? OneName.context(configured.getTrustStore(), name.get())
                    : configured.createSSLContext();
              } catch (Exception e) {
                throw new IllegalStateException("quarkus.tls.registry cannot be used: " + e, e);
              }
            });
  }

  /**
   * What is handed on of a request.
   *
   * @param method such as PUT
   * @param target path and query, as they came
   * @param headers credentials and conditions
   * @param body as it was read
   */
  record Forwarded(
      String method, String target, Map<String, String> headers, Optional<Object> body) {

    static Forwarded of(HttpServerRequest request, Optional<Object> body) {
      var headers = new HashMap<String, String>();
      for (var name : HANDED_ON) {
        var value = request.getHeader(name);
        if (value != null) {
          headers.put(name, value);
        }
      }
      return new Forwarded(request.method().name(), request.uri(), headers, body);
    }

    /**
     * The same resource of the writer, and of nobody else: a target may name a host of its own (RFC
     * 9112 §3.2.2), which would get the credentials.
     */
    Optional<URI> at(URI writer) {
      try {
        var resource = URI.create(target);
        if (resource.getRawPath() == null || !resource.getRawPath().startsWith("/")) {
          return Optional.empty();
        }
        var query = resource.getRawQuery() == null ? "" : "?" + resource.getRawQuery();
        return Optional.of(
            URI.create(
                writer.getScheme()
                    + "://"
                    + writer.getRawAuthority()
                    + resource.getRawPath()
                    + query));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }

  /** The writer's answer; blocks. */
  Response forward(URI writer, Forwarded change) {
    var target = change.at(writer);
    if (target.isEmpty()) {
      return Problem.badRequest("the request's target is no URI").response();
    }
    var forwarded =
        HttpRequest.newBuilder(target.get())
            .timeout(PATIENCE)
            .header(FORWARDED, "1")
            .header("Content-Type", "application/json")
            .method(change.method(), publisher(change.body()));
    change.headers().forEach(forwarded::header);
    try {
      var answer = http.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue(POSITIONS)
          .flatMap(JournalPositions::parse)
          .filter(positions -> !journal.awaitRead(positions, CATCH_UP))
          .ifPresent(_ -> LOG.warn("a forwarded change is made, but not read here yet"));
      var response = Response.status(answer.statusCode());
      if (answer.body().length > 0) {
        response.entity(answer.body());
      }
      for (var name : KEPT) {
        answer.headers().firstValue(name).ifPresent(value -> response.header(name, value));
      }
      answer
          .headers()
          .firstValue("Location")
          .map(URI::create)
          .ifPresent(made -> response.location(URI.create(made.getRawPath())));
      return response.build();
    } catch (IOException e) {
      LOG.warnf("cannot reach the replica that writes at %s: %s", writer, e.getMessage());
      return Problem.unavailable("the replica that writes cannot be reached").response();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Problem.unavailable("interrupted").response();
    }
  }

  private HttpRequest.BodyPublisher publisher(Optional<Object> body) {
    if (body.isEmpty()) {
      return HttpRequest.BodyPublishers.noBody();
    }
    try {
      return HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body.get()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }
}
