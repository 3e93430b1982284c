package org.postseal.relay.route;

import org.postseal.smtpclient.Server;
import org.postseal.smtpclient.Server.Security;
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
  record Smtp(Server server) implements Route {
    /** With TLS where it works. */
    public Smtp(Endpoint endpoint) {
      this(Server.of(endpoint));
    }
  }

  /** Whatever the DNS names for the recipient's domain (RFC 5321 §5). */
  record MailExchangers() implements Route {}

  /** Nowhere: accepted and forgotten. For tests and measurements. */
  record Discard() implements Route {}

  /**
   * Reads {@code maildir:PATH}, {@code lmtp:HOST:PORT}, {@code smtp:HOST:PORT}, {@code
   * smtp+tls:HOST:PORT} and {@code smtps:HOST:PORT} (both also with {@code //} before the host),
   * {@code mx} or {@code discard:}.
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
      case "smtp+tls" -> new Smtp(new Server(endpoint(text, rest), Security.STARTTLS));
      case "smtps" -> new Smtp(new Server(endpoint(text, rest), Security.IMPLICIT));
      case "mx" -> new MailExchangers();
      case "discard" -> new Discard();
      default -> throw unreadable(text);
    };
  }

  private static Endpoint endpoint(String route, String text) {
    var authority = text.startsWith("//") ? text.substring(2) : text;
    return Endpoint.parse(authority).orElseThrow(() -> unreadable(route));
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "not a route: '"
            + text
            + "'; use maildir:PATH, lmtp:HOST:PORT, smtp:HOST:PORT, smtp+tls:HOST:PORT,"
            + " smtps:HOST:PORT, mx or discard:");
  }
}
