package org.postseal.console.page;

import java.util.Map;
import java.util.Optional;
import org.postseal.console.index.Message;

/** What a rule means, for people who do not know its name. Pure. */
final class PlainWords {
  private static final String AUTHOR = "{author}";
  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry(
              "dmarc-reject",
              "{author} asks to reject mail that passes neither SPF nor DKIM for it, and this message passed neither"),
          Map.entry(
              "dmarc-quarantine",
              "{author} asks to set aside mail that passes neither SPF nor DKIM for it, and this message passed neither"),
          Map.entry(
              "dmarc-reject-indirect",
              "{author} asks to reject what fails DMARC, but the message came through a trusted forwarder or list"),
          Map.entry(
              "signing-policy",
              "{author} signs all of its mail, and this message has no valid signature of it"),
          Map.entry(
              "signing-policy-indirect",
              "{author} signs all of its mail; this message came through a forwarder that is known and has no valid signature of it"),
          Map.entry(
              "own-domain",
              "{author} is a domain of this gateway, and a stranger sent this without its signature"),
          Map.entry(
              "own-domain-indirect",
              "{author} is a domain of this gateway; the message came back through a forwarder that is known, without its signature"),
          Map.entry(
              "null-mx", "the sender's domain says that it takes no mail, so nobody could answer"),
          Map.entry("from-absent", "the message has no From field that names anybody"),
          Map.entry("from-repeated", "the message has several From fields"),
          Map.entry("from-malformed", "the From field cannot be read"),
          Map.entry("from-several", "From names authors of several domains"),
          Map.entry(
              "header-malformed", "two readers could see the header of this message differently"),
          Map.entry("content-limit", "the message is beyond what is checked"),
          Map.entry(
              "could-not-fetch",
              "a key, a policy or an SPF record could not be fetched; the sender was asked to try again"),
          Map.entry("signed", "an account of this gateway sent it, and it was signed"),
          Map.entry(
              "no-signing-key",
              "there was no key to sign it with; the sender was asked to try again"),
          Map.entry("foreign-author", "the account may not write in the name of this author"),
          Map.entry("no-author", "the message has no From field that names anybody"),
          Map.entry("account-rate", "the account has sent too much in too short a time"),
          Map.entry("loop", "the message has gone round in a circle"));

  private PlainWords() {}

  /** Such as "Refused because bank.example asks to reject …". */
  static String of(Message message) {
    var decision = message.decision();
    if (decision.isEmpty()) {
      return "Known from its deliveries only: this gateway made it, or its arrival is no longer in the index.";
    }
    var outcome =
        switch (decision.get().kind()) {
          case RECEIVED -> "Received, and not decided yet";
          case ACCEPTED -> "Accepted";
          case QUARANTINED -> "Set aside in quarantine";
          case REJECTED -> "Refused";
          case DEFERRED -> "Put off: the sender was asked to come again";
          case ABANDONED -> "Given up by its sender before it was decided";
          default -> decision.get().kind().word();
        };
    return outcome
        + decision.get().rule().map(rule -> because(rule, message.authorDomain())).orElse("")
        + ".";
  }

  private static String because(String rule, Optional<String> author) {
    var words = RULES.get(rule);
    return words == null
        ? " (rule " + rule + ")"
        : " because " + words.replace(AUTHOR, author.orElse("its author's domain"));
  }
}
