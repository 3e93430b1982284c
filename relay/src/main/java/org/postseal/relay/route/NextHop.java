package org.postseal.relay.route;

import java.util.List;

/**
 * One destination of one message: recipients with the same next hop travel in one transaction,
 * share its connections and compete for its slots.
 *
 * @param route how it is reached
 * @param domain whose mail exchangers are meant; empty where the route says it all
 */
public record NextHop(Route route, String domain) {

  /** All kinds of route, as {@link #kind} has them. */
  public static final List<String> KINDS = List.of("maildir", "lmtp", "smtp", "mx", "discard");

  static NextHop of(Route route, Recipient recipient) {
    return new NextHop(route, route instanceof Route.MailExchangers ? recipient.domain() : "");
  }

  /** What operators read in events and logs, such as {@code mx:example.com}. */
  public String name() {
    return switch (route) {
      case Route.Maildir(var template) -> "maildir:" + template;
      case Route.Lmtp(var server) -> "lmtp:" + server;
      case Route.Smtp(var server) ->
          switch (server.security()) {
                case OPPORTUNISTIC -> "smtp:";
                case STARTTLS -> "smtp+tls:";
                case IMPLICIT -> "smtps:";
              }
              + server;
      case Route.MailExchangers() -> "mx:" + domain;
      case Route.Discard() -> "discard:";
    };
  }

  /** The kind of route alone: one of five words, fit for a metric's label. */
  public String kind() {
    return switch (route) {
      case Route.Maildir _ -> "maildir";
      case Route.Lmtp _ -> "lmtp";
      case Route.Smtp _ -> "smtp";
      case Route.MailExchangers _ -> "mx";
      case Route.Discard _ -> "discard";
    };
  }

  /** Whether a message has reached its mailbox there, and nothing comes after. */
  public boolean isFinal() {
    return switch (route) {
      case Route.Maildir _, Route.Lmtp _, Route.Discard _ -> true;
      case Route.Smtp _, Route.MailExchangers _ -> false;
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
