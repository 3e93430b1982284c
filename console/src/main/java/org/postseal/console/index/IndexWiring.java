package org.postseal.console.index;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.postseal.console.ConsoleSettings;

/** Says where the index lies. */
@Singleton
final class IndexWiring {

  @Produces
  @Singleton
  Database database(ConsoleSettings settings) {
    return new Database(settings.directory(), settings.cache());
  }
}
