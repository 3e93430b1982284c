package org.postseal.relay.route;

import org.postseal.smtpclient.hosts.Endpoint;

/** How mail for a domain leaves here. Written in the settings as {@link #parse} reads it. */
public sealed interface Route {

  /**
   * Each recipient's own Maildir.
   *
   * @param template the Maildir's path, in which {@code {local-part}} and {@code {domain}} stand
   *     for the recipient's
   */
  record Maildir(String template) implements Route {}

  /** An LMTP server (RFC 2033), which answers for each recipient. */
  record Lmtp(Endpoint server) implements Route {}

  /** A fixed SMTP server: a smarthost, or the mail store of a domain. */
  record Smtp(Endpoint server) implements Route {}

  /** Whatever the DNS names for the recipient's domain (RFC 5321 §5). */
  record MailExchangers() implements Route {}

  /** Nowhere: accepted and forgotten. For tests and measurements. */
  record Discard() implements Route {}

  /**
   * Reads {@code maildir:PATH}, {@code lmtp:HOST:PORT}, {@code smtp:HOST:PORT}, {@code mx} or
   * {@code discard:}.
   *
   * @throws IllegalArgumentException if it is none of them: a wrong setting must stop the start
   */
  static Route parse(String text) {
    int colon = text.indexOf(':');
    var kind = colon < 0 ? text : text.substring(0, colon);
    var rest = colon < 0 ? "" : text.substring(colon + 1);
    if (rest.isEmpty() != (kind.equals("mx") || kind.equals("discard"))) {
      throw unreadable(text);
    }
    return switch (kind) {
      case "maildir" -> new Maildir(rest);
      case "lmtp" -> new Lmtp(endpoint(text, rest));
      case "smtp" -> new Smtp(endpoint(text, rest));
      case "mx" -> new MailExchangers();
      case "discard" -> new Discard();
      default -> throw unreadable(text);
    };
  }

  private static Endpoint endpoint(String route, String text) {
    return Endpoint.parse(text).orElseThrow(() -> unreadable(route));
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "not a route: '"
            + text
            + "'; use maildir:PATH, lmtp:HOST:PORT, smtp:HOST:PORT, mx or discard:");
  }
}
