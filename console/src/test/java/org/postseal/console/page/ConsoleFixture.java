package org.postseal.console.page;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Tokens;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;

/** What the console needs around it: a broker, a directory, tokens. */
public final class ConsoleFixture implements QuarkusTestResourceLifecycleManager {
  private static @Nullable Path directory;
  private @Nullable EmbeddedBroker broker;

  static Path directory() {
    return Objects.requireNonNull(directory);
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
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (broker != null) {
      broker.close();
    }
  }
}
