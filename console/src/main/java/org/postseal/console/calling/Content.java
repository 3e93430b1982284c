package org.postseal.console.calling;

import java.io.InputStream;

/** How a call ended that asks for octets. */
public sealed interface Content permits Content.Open, Answer.Refused {

  /**
   * They are coming.
   *
   * @param octets to be closed by whoever reads them
   */
  record Open(InputStream octets) implements Content {}
}
