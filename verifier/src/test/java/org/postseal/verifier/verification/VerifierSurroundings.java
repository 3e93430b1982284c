package org.postseal.verifier.verification;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.dns.server.ZoneServer;

/** A real broker, a DNS server, a clock, and something that answers like the registry. */
public final class VerifierSurroundings implements QuarkusTestResourceLifecycleManager {
  private final Map<String, String> publicKeys = new ConcurrentHashMap<>();
  private final Queue<String> questions = new ConcurrentLinkedQueue<>();
  private final Map<String, String> more = new HashMap<>();
  private @Nullable Running running;

  /** Settings that one test class has and others do not. */
  @Override
  public void init(Map<String, String> arguments) {
    more.putAll(arguments);
  }

  private record Running(
      Path directory, EmbeddedBroker broker, ZoneServer zone, HttpServer registry) {}

  @Override
  public Map<String, String> start() {
    try {
      var directory = Files.createTempDirectory("verifier-test");
      var broker =
          EmbeddedBroker.start(
              new BrokerSettings(directory.resolve("broker"), 0, Durability.PAGE_CACHE));
      var here = new Running(directory, broker, ZoneServer.start(), registry());
      running = here;
      setClock(Instant.now());
      var settings = new HashMap<String, String>();
      broker.clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
      settings.put("postseal.verifier.authserv-id", "mx.test.example");
      settings.put("postseal.verifier.clock", "file:" + clock(here));
      settings.put("postseal.verifier.dns.servers", address(here.zone().address()));
      settings.put("postseal.verifier.dns.patience", "6s");
      settings.put("postseal.verifier.registry.url", "http://" + address(registry(here)));
      settings.put("postseal.verifier.registry.pause", "1ms");
      settings.put("postseal.verifier.concurrency", "64");
      settings.putAll(more);
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    var here = running();
    here.broker().close();
    here.zone().close();
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
    injector.injectIntoFields(this, new TestInjector.MatchesType(VerifierSurroundings.class));
  }

  Map<String, String> kafka() {
    return running().broker().clientSettings();
  }

  ZoneServer zone() {
    return running().zone();
  }

  /** From now on the registry answers this about a key; about others it answers status 500. */
  void registryKnows(String selector, String domain, String answer) {
    publicKeys.put("/registry/v1/public-keys/" + selector + "/" + domain, answer);
  }

  /** What the registry answers about what a domain states itself. */
  void registryStates(String selector, String domain, String answer) {
    publicKeys.put("/registry/v1/stated/" + domain + "/" + selector, answer);
  }

  /** The same of its policy alone. */
  void registryStatesPolicy(String domain, String answer) {
    publicKeys.put("/registry/v1/stated/" + domain, answer);
  }

  /** Paths below {@code stated} that were asked for since the last look. */
  List<String> statedQuestions() {
    var all = new ArrayList<String>();
    for (var one = questions.poll(); one != null; one = questions.poll()) {
      if (one.contains("/stated/")) {
        all.add(one);
      }
    }
    return all;
  }

  void setClock(Instant now) {
    try {
      Files.writeString(clock(running()), now.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path clock(Running here) {
    return here.directory().resolve("clock");
  }

  private static InetSocketAddress registry(Running here) {
    return here.registry().getAddress();
  }

  private static String address(InetSocketAddress address) {
    return "127.0.0.1:" + address.getPort();
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
    server.createContext(
        "/",
        exchange -> {
          questions.add(exchange.getRequestURI().getPath());
          var answer = publicKeys.get(exchange.getRequestURI().getPath());
          var body = String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
