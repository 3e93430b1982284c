package org.postseal.relay.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which recipients of one next hop are one mailbox there, so that a message is delivered once
 * although it was addressed in several spellings.
 *
 * <p>Where an RFC leaves it open: mail stores do not tell {@code Alice} from {@code alice}, so a
 * route to one does not either; on the way to others a local-part's case is kept (RFC 5321 §2.4),
 * only its domain has none.
 */
public final class Mailboxes {

  private Mailboxes() {}

  /** For each mailbox the first recipient that means it, and everybody who does. */
  public static Map<Recipient, List<Recipient>> of(Route route, List<Recipient> recipients) {
    var first = new LinkedHashMap<String, Recipient>();
    var groups = new LinkedHashMap<Recipient, List<Recipient>>();
    for (var recipient : recipients) {
      var one = first.computeIfAbsent(key(route, recipient), _ -> recipient);
      groups.merge(one, List.of(recipient), Mailboxes::joined);
    }
    return groups;
  }

  private static List<Recipient> joined(List<Recipient> some, List<Recipient> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static String key(Route route, Recipient recipient) {
    var localPart =
        switch (route) {
          case Route.Maildir _, Route.Lmtp _ -> recipient.localPart().toLowerCase(Locale.ROOT);
          case Route.Smtp _, Route.MailExchangers _, Route.Discard _ -> recipient.localPart();
        };
    return localPart + "@" + recipient.domain();
  }
}
