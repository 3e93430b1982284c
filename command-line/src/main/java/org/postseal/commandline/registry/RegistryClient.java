package org.postseal.commandline.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postseal.registryview.RegistryToken;

/** Speaks HTTP with the registry. What it refuses is an exception with its own words, status 1. */
final class RegistryClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;
  private static final int FIRST_REFUSAL = 300;

  /** A refusal, in one line for people. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * What the registry answers.
   *
   * @param text of the body, which is what it was asked for
   * @param entityTag the version of what was asked for
   */
  record Answer(String text, Optional<String> entityTag) {

    /** The body as JSON; nothing if it has none. */
    JsonNode tree() {
      try {
        return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new RefusedException("the registry's answer is no JSON");
      }
    }
  }

  /**
   * A request.
   *
   * @param path below {@code /registry/v1}
   * @param body JSON, if any
   * @param ifMatch the version it is meant for, if that matters
   */
  record Request(String method, String path, Optional<JsonNode> body, Optional<String> ifMatch) {

    static Request of(String method, String path) {
      return new Request(method, path, Optional.empty(), Optional.empty());
    }
  }

  static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final RegistryToken token;
  private final HttpClient http;

  RegistryClient(URI url, RegistryToken token, @Nullable Path certificates) throws IOException {
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
    try (var pem = Files.newInputStream(certificates)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + number++, each);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  Answer get(String path) {
    return send(Request.of("GET", path));
  }

  /** Empty if there is no such thing. */
  Optional<Answer> find(String path) {
    var response = exchange(Request.of("GET", path));
    return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(response));
  }

  Answer send(Request request) {
    return read(exchange(request));
  }

  private HttpResponse<String> exchange(Request request) {
    var outgoing =
        HttpRequest.newBuilder(url.resolve("/registry/v1" + request.path()))
            .timeout(PATIENCE)
            .header("Authorization", token.authorization())
            .method(
                request.method(),
                request
                    .body()
                    .map(body -> HttpRequest.BodyPublishers.ofString(body.toString()))
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    request.body().ifPresent(_ -> outgoing.header("Content-Type", "application/json"));
    request.ifMatch().ifPresent(tag -> outgoing.header("If-Match", tag));
    try {
      return http.send(outgoing.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      var why = e.getMessage() == null ? "no connection" : e.getMessage();
      throw new RefusedException("the registry at " + url + " cannot be reached: " + why);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted");
    }
  }

  private static Answer read(HttpResponse<String> response) {
    if (response.statusCode() >= FIRST_REFUSAL) {
      throw new RefusedException(detailOf(response));
    }
    return new Answer(response.body(), response.headers().firstValue("ETag"));
  }

  private static String detailOf(HttpResponse<String> response) {
    var status = "the registry refuses with status " + response.statusCode();
    try {
      var detail = JSON.readTree(response.body()).path("detail").asText();
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
