package org.postseal.console.search;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.util.Optional;
import org.postseal.access.GuardedApi;
import org.postseal.access.TokenFile;
import org.postseal.access.Tokens;
import org.postseal.console.ConsoleSettings;

/** Says whose tokens open the API. */
@Singleton
final class SearchWiring {

  /** Without a file of tokens nobody holds one, and where the console is off neither. */
  @Produces
  @Singleton
  GuardedApi guarded(ConsoleSettings settings) {
    var tokens =
        settings.enabled() && Files.isReadable(settings.tokensFile())
            ? Optional.of(new TokenFile(settings.tokensFile()))
            : Optional.<TokenFile>empty();
    return new GuardedApi() {
      @Override
      public String root() {
        return MessageResource.ROOT;
      }

      @Override
      public Optional<Tokens.Holder> holderOf(String token) {
        return tokens.flatMap(known -> known.holderOf(token));
      }
    };
  }
}
