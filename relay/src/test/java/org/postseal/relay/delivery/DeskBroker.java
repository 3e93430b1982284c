package org.postseal.relay.delivery;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** The relay's surroundings, where retries are far away and operators have tokens. */
public final class DeskBroker implements QuarkusTestResourceLifecycleManager {
  static final String OPERATOR = "0123456789abcdef-operator";
  static final String VIEWER = "0123456789abcdef-viewer";

  private final RelayBroker broker = new RelayBroker();

  @Override
  public Map<String, String> start() {
    var settings = broker.start();
    try {
      var tokens = Files.createTempFile("desk", ".tokens");
      Files.writeString(tokens, OPERATOR + ":operator\n" + VIEWER + ":viewer\n");
      settings.put("postseal.relay.api.tokens-file", tokens.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings.put("postseal.relay.retry.delays", "1s,30m,30m,30m,30m");
    settings.put("postseal.relay.retry.give-up-after", "5d");
    settings.put("postseal.relay.api.count-every", "1s");
    return settings;
  }

  @Override
  public void stop() {
    broker.stop();
  }
}
