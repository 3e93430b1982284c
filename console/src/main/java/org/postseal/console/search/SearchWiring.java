package org.postseal.console.search;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postseal.access.GuardedApi;
import org.postseal.access.TokenFile;
import org.postseal.console.ConsoleSettings;

/** Says whose tokens open the API. */
@Singleton
final class SearchWiring {

  private static final Logger LOG = Logger.getLogger(SearchWiring.class);

  /** Without a file of tokens nobody holds one, and where the console is off neither. */
  @Produces
  @Singleton
  GuardedApi guarded(ConsoleSettings settings) {
    var tokens =
        settings.enabled() && Files.isReadable(settings.tokensFile())
            ? Optional.of(new TokenFile(settings.tokensFile()))
            : Optional.<TokenFile>empty();
    if (settings.enabled() && tokens.isEmpty()) {
      LOG.infof("no tokens file %s: the index is not shown to programs", settings.tokensFile());
    }
    return GuardedApi.of(
        MessageResource.ROOT, token -> tokens.flatMap(known -> known.holderOf(token)));
  }
}
