package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The HTTP API of a gateway's registry, as an operator uses it. */
public final class RegistryApi {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ServiceProcess registry;
  private final Path tokens;

  /**
   * Talks to a registry.
   *
   * @param tokens the file with the operator's token
   */
  public RegistryApi(ServiceProcess registry, Path tokens) {
    this.registry = registry;
    this.tokens = tokens;
  }

  /** The body of the answer to a question. */
  public String get(String path) {
    return send(HttpRequest.newBuilder(registry.http(path)).GET());
  }

  /** Puts JSON somewhere; the body of the answer. */
  public String put(String path, String json) {
    return send(
        HttpRequest.newBuilder(registry.http(path))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  /** Posts JSON; the body of the answer. */
  public String post(String path, String json) {
    return send(
        HttpRequest.newBuilder(registry.http(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private String send(HttpRequest.Builder request) {
    try {
      var response =
          HTTP.send(
              request.timeout(LIMIT).header("Authorization", "Bearer " + operatorToken()).build(),
              BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            response.request().method()
                + " "
                + response.uri()
                + " was answered "
                + response.statusCode()
                + ": "
                + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String operatorToken() throws IOException {
    return Files.readAllLines(tokens).stream()
        .filter(line -> line.endsWith(":operator"))
        .map(line -> line.substring(0, line.lastIndexOf(':')))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no operator's token in " + tokens));
  }
}
