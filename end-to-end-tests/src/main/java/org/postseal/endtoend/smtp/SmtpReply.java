package org.postseal.endtoend.smtp;

import java.time.Duration;
import java.util.List;

/**
 * A reply as it came.
 *
 * @param code the first three digits of its last line; 0 if the server closed the connection
 * @param lines all of it, without line ends
 * @param took from the end of the command, or of the content, to the end of the reply
 */
public record SmtpReply(int code, List<String> lines, Duration took) {
  public SmtpReply {
    lines = List.copyOf(lines);
  }

  /** The connection was closed where a reply was due. */
  static SmtpReply closed(Duration took) {
    return new SmtpReply(0, List.of("(connection closed)"), took);
  }

  /** The last line. */
  public String line() {
    return lines.getLast();
  }

  /** The enhanced status code (RFC 2034), or an empty text. */
  public String enhancedStatus() {
    var words = line().substring(Math.min(4, line().length())).split(" ", 2);
    return words[0].matches("[245]\\.\\d{1,3}\\.\\d{1,3}") ? words[0] : "";
  }
}
