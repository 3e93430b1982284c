package org.postseal.console.page;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Tokens;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;

/** What the console needs around it: a broker, a directory, tokens. */
public final class ConsoleFixture implements QuarkusTestResourceLifecycleManager {
  private static @Nullable Path directory;
  private static @Nullable OtherServices others;
  private @Nullable EmbeddedBroker broker;

  static Path directory() {
    return Objects.requireNonNull(directory);
  }

  static OtherServices others() {
    return Objects.requireNonNull(others);
  }

  /** The token of a role. */
  static String token(String role) throws IOException {
    return Files.readAllLines(directory().resolve("tokens")).stream()
        .filter(line -> line.endsWith(":" + role))
        .findFirst()
        .orElseThrow()
        .replaceFirst(":.*", "");
  }

  @Override
  public Map<String, String> start() {
    try {
      var data = Files.createTempDirectory("console");
      directory = data;
      Files.writeString(data.resolve("tokens"), Tokens.newFileText());
      var started =
          EmbeddedBroker.start(
              new BrokerSettings(data.resolve("broker"), 0, BrokerSettings.Durability.PAGE_CACHE));
      broker = started;
      var settings = new HashMap<String, String>();
      started.clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
      settings.put("postseal.console.directory", data.resolve("console").toString());
      settings.put("postseal.console.tokens-file", data.resolve("tokens").toString());
      var asked = OtherServices.start();
      others = asked;
      for (var service : List.of("relay", "registry")) {
        settings.put("postseal.console." + service + ".url", asked.root());
        settings.put(
            "postseal.console." + service + ".token-file", data.resolve("tokens").toString());
      }
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (others != null) {
      others.close();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
