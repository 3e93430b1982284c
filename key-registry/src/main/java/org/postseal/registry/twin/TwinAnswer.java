package org.postseal.registry.twin;

import java.time.Duration;

/**
 * What a client is told.
 *
 * @param status of HTTP
 * @param text the document, or a line for people
 * @param keep how long a cache may keep it; zero: not at all
 */
record TwinAnswer(int status, String text, Duration keep) {

  static TwinAnswer refused(int status, String why) {
    return new TwinAnswer(status, why + "\r\n", Duration.ZERO);
  }

  boolean isDocument() {
    return status == 200;
  }
}
