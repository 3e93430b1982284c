package org.postseal.commandline.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postseal.registryview.RegistryToken;

/**
 * Speaks HTTP with a service of the gateway. What it refuses is an exception with its own words,
 * status 1.
 */
public final class ServiceClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;
  private static final int FIRST_REFUSAL = 300;

  /** A refusal, in one line for people. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * What the service answers.
   *
   * @param text of the body, which is what it was asked for
   * @param entityTag the version of what was asked for
   */
  public record Answer(String text, Optional<String> entityTag) {

    /** The body as JSON; nothing if it has none. */
    public JsonNode tree() {
      try {
        return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new RefusedException("the answer is no JSON");
      }
    }
  }

  /**
   * A request.
   *
   * @param path below the root of its API
   * @param body JSON, if any
   * @param ifMatch the version it is meant for, if that matters
   */
  public record Request(
      String method, String path, Optional<JsonNode> body, Optional<String> ifMatch) {

    public static Request of(String method, String path) {
      return new Request(method, path, Optional.empty(), Optional.empty());
    }
  }

  public static final ObjectMapper JSON = new ObjectMapper();

  private final Service service;
  private final URI url;
  private final RegistryToken token;
  private final HttpClient http;

  /**
   * One of the services.
   *
   * @param name as people know it
   * @param root what the paths of its API begin with
   * @param patience for an answer
   */
  public record Service(String name, String root, Duration patience) {
    public static final Service REGISTRY = new Service("registry", "/registry/v1", PATIENCE);

    /** Thousands of messages at once take their time. */
    public static final Service RELAY = new Service("relay", "/relay/v1", Duration.ofMinutes(15));
  }

  public ServiceClient(Service service, URI url, RegistryToken token, @Nullable Path certificates)
      throws IOException {
    this.service = service;
    this.url = url;
    this.token = token;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (certificates != null) {
      builder.sslContext(trusting(certificates));
    }
    this.http = builder.build();
  }

  private static SSLContext trusting(Path certificates) throws IOException {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(PemCertificates.in(certificates));
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  public Answer get(String path) {
    return send(Request.of("GET", path));
  }

  /** The body of an answer as it is. */
  public byte[] octets(String path) {
    var response = exchange(Request.of("GET", path), HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() >= FIRST_REFUSAL) {
      throw new RefusedException(
          detailOf(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8)));
    }
    return response.body();
  }

  /** Empty if there is no such thing. */
  public Optional<Answer> find(String path) {
    var response = exchange(Request.of("GET", path));
    return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(response));
  }

  public Answer send(Request request) {
    return read(exchange(request));
  }

  private HttpResponse<String> exchange(Request request) {
    return exchange(request, HttpResponse.BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> exchange(Request request, HttpResponse.BodyHandler<T> body) {
    var outgoing =
        HttpRequest.newBuilder(url.resolve(service.root() + request.path()))
            .timeout(service.patience())
            .header("Authorization", token.authorization())
            .method(
                request.method(),
                request
                    .body()
                    .map(tree -> HttpRequest.BodyPublishers.ofString(tree.toString()))
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    request.body().ifPresent(_ -> outgoing.header("Content-Type", "application/json"));
    request.ifMatch().ifPresent(tag -> outgoing.header("If-Match", tag));
    try {
      return http.send(outgoing.build(), body);
    } catch (IOException e) {
      var why = e.getMessage() == null ? "no connection" : e.getMessage();
      throw new RefusedException(
          "the " + service.name() + " at " + url + " cannot be reached: " + why);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted");
    }
  }

  private Answer read(HttpResponse<String> response) {
    if (response.statusCode() >= FIRST_REFUSAL) {
      throw new RefusedException(detailOf(response.statusCode(), response.body()));
    }
    return new Answer(response.body(), response.headers().firstValue("ETag"));
  }

  private String detailOf(int statusCode, String body) {
    var status = "the " + service.name() + " refuses with status " + statusCode;
    try {
      var detail = JSON.readTree(body).path("detail").asText();
      return detail.isEmpty() ? status : detail;
    } catch (JsonProcessingException _) {
      return status;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
