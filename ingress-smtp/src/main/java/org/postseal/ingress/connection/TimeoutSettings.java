package org.postseal.ingress.connection;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Timeouts; each ends the session with 421. */
public interface TimeoutSettings {
  /** Between commands. */
  @WithDefault("5M")
  Duration command();

  /** Between two pieces of content. */
  @WithDefault("3M")
  Duration content();

  /** From 354 to the end of the content. */
  @WithDefault("1H")
  Duration wholeContent();

  /** Before a wrong password is answered. */
  @WithDefault("1S")
  Duration wrongPassword();

  /** For open transactions when the process is asked to stop. */
  @WithDefault("20S")
  Duration drain();
}
