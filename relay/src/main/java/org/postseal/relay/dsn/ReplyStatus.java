package org.postseal.relay.dsn;

import java.util.regex.Pattern;
import org.postseal.topics.DueReport;

/**
 * The status code of a recipient (RFC 3464 §2.3.4) from the reply that decided about it. A reply
 * that has none of its own, or one of another class than its reply code, gives {@code X.0.0}.
 */
final class ReplyStatus {
  private static final Pattern WITH_STATUS =
      Pattern.compile("([245])[0-9]{2}[ -](\\1\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9.]).*");

  /** RFC 3463 §3.5: delivery time expired. */
  private static final String EXPIRED = "4.4.7";

  private ReplyStatus() {}

  static String of(DueReport.Told told) {
    var matcher = WITH_STATUS.matcher(told.reply());
    var own = matcher.matches() ? matcher.group(2) : "";
    return switch (told.action()) {
      case FAILED -> own.startsWith("5") ? own : failed(told.reply());
      case DELAYED -> own.startsWith("4") ? own : "4.0.0";
      case DELIVERED, RELAYED -> own.startsWith("2") ? own : "2.0.0";
    };
  }

  /** What was only ever deferred was given up in the end. */
  private static String failed(String reply) {
    return reply.startsWith("4") ? EXPIRED : "5.0.0";
  }
}
