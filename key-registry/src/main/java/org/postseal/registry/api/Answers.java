package org.postseal.registry.api;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.postseal.registry.journal.Versioned;

/** Answers that carry an entity. */
final class Answers {

  private Answers() {}

  /** The value, its version as entity tag. */
  static Response entity(Versioned<?> versioned) {
    return Response.ok(versioned.value(), MediaType.APPLICATION_JSON_TYPE)
        .tag(tag(versioned))
        .build();
  }

  static EntityTag tag(Versioned<?> versioned) {
    return new EntityTag(Long.toString(versioned.version()));
  }

  /** An answer that may be kept for some seconds by who asked; for none if that is zero. */
  static Response kept(Object answer, long seconds) {
    return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", seconds > 0 ? "private, max-age=" + seconds : "no-store")
        .build();
  }
}
