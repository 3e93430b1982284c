package org.postseal.console.page;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.postseal.console.calling.Segment;

/** Where mail lies, and which message, by the words of a path. */
@Singleton
final class NamedMail {
  private final Rendering rendering;

  /** One message at the relay. */
  record Message(Shelf shelf, String id) {
    /** At the relay. */
    String path() {
      return "/" + shelf.word() + "/" + id;
    }

    /** Here. */
    String page() {
      return shelf.path() + "/" + id;
    }
  }

  NamedMail(Rendering rendering) {
    this.rendering = rendering;
  }

  Response on(String word, Function<Shelf, Response> shown) {
    return Shelf.of(word)
        .map(shown)
        .orElseGet(() -> rendering.absent("There are queue, held and quarantine only."));
  }

  Response about(String word, String id, Function<Message, Response> shown) {
    return on(
        word,
        shelf ->
            Segment.id(id)
                .map(known -> shown.apply(new Message(shelf, known)))
                .orElseGet(() -> rendering.absent("There is no such message.")));
  }
}
