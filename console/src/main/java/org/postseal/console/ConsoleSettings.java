package org.postseal.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Everything an operator can set about the console. The connection to Kafka is under kafka.*. */
@ConfigMapping(prefix = "postseal.console")
public interface ConsoleSettings {

  /** Whether this process keeps the index and shows the pages. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Where the index and the sign-in link lie; made with mode 0700 if absent. The index may be
   * deleted while the process is stopped: it is read from the topics once more.
   */
  @WithDefault("data/console")
  Path directory();

  /** How long the index keeps an event. The topics keep theirs by their own settings. */
  @WithDefault("30d")
  Duration retention();

  /** How long somebody who signed in stays so. */
  @WithDefault("12h")
  Duration session();

  /** Memory for pages of the index, in KiB. */
  @WithDefault("8192")
  int cache();

  /**
   * Lines token:role, for the API below /api/console/v1; operators and viewers may ask. Read anew
   * on change. Without the file nobody may ask. The pages have their own sign-in.
   */
  @WithDefault("data/registry-tokens")
  Path tokensFile();

  /** The relay: queue and quarantine. */
  CalledServiceSettings relay();

  /** The key registry: blocklist, domains and keys. */
  CalledServiceSettings registry();
}
