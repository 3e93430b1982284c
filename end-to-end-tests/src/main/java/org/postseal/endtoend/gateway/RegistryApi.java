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
import java.util.regex.Pattern;

/** The HTTP API of a gateway's registry, as an operator uses it. */
public final class RegistryApi {
  private static final Pattern KEY_ID = Pattern.compile("\"(?:keyId|id)\"\\s*:\\s*\"([^\"]+)\"");
  private static final String ROOT = "/registry/v1";
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

  /** Makes or replaces a domain's entry. */
  public void putDomain(String domain, String json) {
    put(ROOT + "/domains/" + domain, json);
  }

  /** Puts JSON at a path; the body of the answer. */
  public String put(String path, String json) {
    return send(request(path).PUT(BodyPublishers.ofString(json)));
  }

  /** The body of the answer at a path. */
  public String get(String path) {
    return send(request(path).GET());
  }

  /** Takes a key out of use, at once and for good. */
  public void revoke(String keyId) {
    send(request(ROOT + "/keys/" + keyId + "/revoke").POST(BodyPublishers.noBody()));
  }

  /** Makes a key pair, announced and not yet used; its id. */
  public String makeKey(String domain, String algorithm) {
    var made =
        send(
            request(ROOT + "/keys")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"domain": "%s", "algorithm": "%s"}"""
                            .formatted(domain, algorithm))));
    var id = KEY_ID.matcher(made);
    if (!id.find()) {
      throw new IllegalStateException("no key id in " + made);
    }
    return id.group(1);
  }

  /** The key's record as text for a zone file. */
  public String zoneText(String keyId) {
    return send(request(ROOT + "/keys/" + keyId + "/dns").GET());
  }

  /** Signs with the key from now on, whose record the DNS has. */
  public void activate(String keyId) {
    send(request(ROOT + "/keys/" + keyId + "/activate").POST(BodyPublishers.noBody()));
  }

  /** The same of a key whose record is in no DNS that the registry could ask. */
  public void activateByForce(String keyId) {
    send(request(ROOT + "/keys/" + keyId + "/activate?force=true").POST(BodyPublishers.noBody()));
  }

  /** Takes a key out of use that signs: the emergency. */
  public void revokeByForce(String keyId) {
    send(request(ROOT + "/keys/" + keyId + "/revoke?force=true").POST(BodyPublishers.noBody()));
  }

  /** Puts a domain or a network on the blocklist. */
  public void block(String name, String reason) {
    put(ROOT + "/blocklist/" + name, "{\"reason\": \"%s\"}".formatted(reason));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(registry.http(path)).header("Content-Type", "application/json");
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
