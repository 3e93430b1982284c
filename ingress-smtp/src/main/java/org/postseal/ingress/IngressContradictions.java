package org.postseal.ingress;

import org.postseal.ingress.acceptance.TrustedContradictions;
import org.postseal.ingress.accounts.AccountContradictions;
import org.postseal.ingress.connection.ListenerContradictions;
import org.postseal.ingress.handoff.HandoffContradictions;
import org.postseal.ingress.load.LoadContradictions;
import org.postseal.ingress.recipients.RecipientContradictions;
import org.postseal.ingress.statements.StatementContradictions;
import org.postseal.settings.Contradictions;

/**
 * Settings of the ingress that cannot be true together, or not at all; each room says what is wrong
 * with its own. Pure.
 */
final class IngressContradictions {
  private IngressContradictions() {}

  /**
   * Notes what is wrong.
   *
   * @param httpPort where health and metrics are; 0 for any free one
   * @param heap octets this JVM may take
   */
  static void note(IngressSettings settings, int httpPort, long heap, Contradictions found) {
    var listeners =
        new ListenerContradictions.Listeners(
            settings.mx(), settings.submission(), settings.submissions());
    var limits = settings.limits();
    settings.hostname().ifPresent(name -> found.hostName("hostname", name));
    ListenerContradictions.note(listeners, httpPort, found);
    ListenerContradictions.note(listeners, settings.proxies(), found);
    LoadContradictions.note(settings.blocklists(), found);
    TrustedContradictions.note(settings.trusted(), found);
    LoadContradictions.note(limits, found);
    LoadContradictions.room(
        "accounts.rates.octets", settings.accounts().rates().octets().asLongValue(), limits, found);
    LoadContradictions.note(settings.memory(), limits, heap, found);
    ListenerContradictions.note(settings.timeouts(), found);
    HandoffContradictions.note(settings.handoff(), found);
    StatementContradictions.note(settings.signpol(), found);
    AccountContradictions.note(settings.accounts(), found);
    RecipientContradictions.note(settings.recipients(), found);
  }
}
