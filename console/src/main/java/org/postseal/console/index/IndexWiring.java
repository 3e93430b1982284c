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
    var database = settings.database();
    return new Database(
        database
            .url()
            .<Place>map(url -> new Place.Server(url, database.user(), database.passwordFile()))
            .orElseGet(() -> new Place.Embedded(settings.directory(), settings.cache())));
  }
}
