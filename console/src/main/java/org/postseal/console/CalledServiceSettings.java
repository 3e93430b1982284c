package org.postseal.console;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Another service, whose HTTP API the pages use. */
public interface CalledServiceSettings {
  /** Such as {@code http://127.0.0.1:8080}; absent: its pages say so. */
  Optional<URI> url();

  /**
   * The console's tokens there: lines {@code token:role}. What operators do is done with the
   * operator's, what viewers see is asked with the viewer's. Read anew for each request.
   */
  Optional<Path> tokenFile();

  /** How long an answer is waited for; what is done with thousands of messages takes its time. */
  @WithDefault("60s")
  Duration timeout();
}
