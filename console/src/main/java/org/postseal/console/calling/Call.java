package org.postseal.console.calling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A request to another service.
 *
 * @param path below the root of its API, encoded
 * @param body JSON, if any
 * @param onlyIfAbsent whether it is meant to make something that is not there yet
 */
public record Call(String method, String path, Optional<JsonNode> body, boolean onlyIfAbsent) {

  /** Asks for something. */
  public static Call get(String path) {
    return new Call("GET", path, Optional.empty(), false);
  }

  /** Has something done. */
  public static Call post(String path, JsonNode body) {
    return new Call("POST", path, Optional.of(body), false);
  }

  /** Has something done that needs no more words. */
  public static Call post(String path) {
    return new Call("POST", path, Optional.empty(), false);
  }

  /** Makes something that must not be there yet. */
  public static Call make(String path, JsonNode body) {
    return new Call("PUT", path, Optional.of(body), true);
  }

  /** Takes something away. */
  public static Call delete(String path) {
    return new Call("DELETE", path, Optional.empty(), false);
  }
}
