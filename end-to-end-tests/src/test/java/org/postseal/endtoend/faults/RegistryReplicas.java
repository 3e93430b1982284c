package org.postseal.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.access.Tokens;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.ServicePlan;
import org.postseal.endtoend.gateway.ServiceProcess;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.registry.key.KeyEncryptionKeys;

/** Replicas of the registry, each a process of its own, with the same secrets. */
final class RegistryReplicas implements AutoCloseable {
  private static final String ROOT = "/registry/v1";
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final List<ServiceProcess> replicas = new ArrayList<>();
  private final String operator;

  private RegistryReplicas(String operator) {
    this.operator = operator;
  }

  static RegistryReplicas start(int number, Path directory, Map<String, String> kafka) {
    Directories.owners(directory);
    var tokens = directory.resolve("tokens");
    var keys = directory.resolve("key-encryption-keys");
    try {
      Files.writeString(tokens, Tokens.newFileText());
      Files.writeString(keys, KeyEncryptionKeys.newFileText());
      var replicas = new RegistryReplicas(operatorIn(tokens));
      for (int i = 0; i < number; i++) {
        int port = FreePorts.one();
        var settings = new HashMap<String, String>();
        kafka.forEach((key, value) -> settings.put("kafka." + key, value));
        settings.put("postseal.registry.tokens-file", tokens.toString());
        settings.put("postseal.registry.key-encryption-key-file", keys.toString());
        settings.put("postseal.registry.advertised-url", "http://127.0.0.1:" + port);
        settings.put("quarkus.http.host", "127.0.0.1");
        replicas.replicas.add(
            ServiceProcess.start(
                new ServicePlan(
                    Application.REGISTRY,
                    directory.resolve("replica-" + i),
                    port,
                    settings,
                    ServicePlan.QUICK_START)));
      }
      return replicas;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String operatorIn(Path tokens) throws IOException {
    return Files.readAllLines(tokens).stream()
        .filter(line -> line.endsWith(":operator"))
        .map(line -> line.substring(0, line.lastIndexOf(':')))
        .findFirst()
        .orElseThrow();
  }

  RegistryReplicas awaitReady() {
    replicas.forEach(replica -> replica.awaitReady(LIMIT));
    return this;
  }

  int count() {
    return replicas.size();
  }

  ServiceProcess get(int number) {
    return replicas.get(Math.floorMod(number, replicas.size()));
  }

  /** The one that writes now. */
  ServiceProcess writer() {
    return Waiting.until("a replica that writes", LIMIT, this::whoeverWrites);
  }

  private Optional<ServiceProcess> whoeverWrites() {
    return replicas.stream()
        .filter(ServiceProcess::isRunning)
        .filter(
            replica -> {
              try {
                return HTTP.send(
                        HttpRequest.newBuilder(replica.http("/q/metrics")).timeout(ANSWER).build(),
                        BodyHandlers.ofString())
                    .body()
                    .contains("postseal_registry_writer 1");
              } catch (IOException _) {
                return false;
              } catch (InterruptedException e) {
                throw interrupted(e);
              }
            })
        .findFirst();
  }

  /** A request to one of them, as an operator. */
  HttpRequest.Builder request(int replica, String path) {
    return HttpRequest.newBuilder(uri(replica, path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + operator)
        .header("Content-Type", "application/json");
  }

  private URI uri(int replica, String path) {
    return get(replica).http(ROOT + path);
  }

  HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** All that one of them knows, as its API gives it. */
  List<String> dump(int replica) {
    try {
      var lists = new ArrayList<String>();
      for (var path : List.of("/domains", "/blocklist", "/keys")) {
        lists.add(send(request(replica, path).build()).body());
      }
      return lists;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  @Override
  public void close() {
    replicas.forEach(ServiceProcess::close);
  }
}
