package org.postseal.signer.signing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;

/** A real broker, and something that answers signers as the registry does. */
public final class SignerSurroundings implements QuarkusTestResourceLifecycleManager {
  private static final String TOKEN = "a-signers-token";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile boolean away;
  private @Nullable Running running;

  private record Running(Path directory, EmbeddedBroker broker, HttpServer registry) {}

  @Override
  public Map<String, String> start() {
    try {
      var directory = Files.createTempDirectory("signer-test");
      var tokens = directory.resolve("tokens");
      Files.writeString(tokens, "another:operator\n" + TOKEN + ":signer\n");
      var here =
          new Running(
              directory,
              EmbeddedBroker.start(
                  new BrokerSettings(directory.resolve("broker"), 0, Durability.PAGE_CACHE)),
              registry());
      running = here;
      var settings = new HashMap<String, String>();
      here.broker().clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
      settings.put(
          "postseal.signer.registry.url",
          "http://127.0.0.1:" + here.registry().getAddress().getPort());
      settings.put("postseal.signer.registry.token-file", tokens.toString());
      settings.put("postseal.signer.registry.pause", "1ms");
      settings.put("postseal.signer.registry.refresh", "1ms");
      settings.put("postseal.signer.workers", "2");
      settings.put("postseal.signer.signpol-domains", "askable.example,other.example");
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    var here = running();
    here.broker().close();
    here.registry().stop(0);
    try (var files = Files.walk(here.directory())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(SignerSurroundings.class));
  }

  Map<String, String> kafka() {
    return running().broker().clientSettings();
  }

  /** The registry's answer for an author domain from now on. */
  void registryAnswers(String authorDomain, String answer) {
    answers.put("domain=" + authorDomain, answer);
  }

  void registryIsAway(boolean now) {
    away = now;
  }

  private Running running() {
    var here = running;
    if (here == null) {
      throw new IllegalStateException("not started");
    }
    return here;
  }

  private HttpServer registry() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/registry/v1/signing-keys", this::answer);
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    var answer =
        answers.getOrDefault(
            exchange.getRequestURI().getQuery(), "{\"domain\":\"x\",\"signed\":false,\"keys\":[]}");
    var body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(away ? 503 : known ? 200 : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
