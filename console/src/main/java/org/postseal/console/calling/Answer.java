package org.postseal.console.calling;

import com.fasterxml.jackson.databind.JsonNode;

/** How a call ended whose answer is read whole. */
public sealed interface Answer {

  /**
   * It was done.
   *
   * @param body JSON; a missing node if there is none
   * @param text the body as it came
   */
  record Done(JsonNode body, String text) implements Answer {}

  /**
   * It was not.
   *
   * @param status for the browser
   * @param sentence for people
   */
  record Refused(int status, String sentence) implements Answer, Content {}
}
