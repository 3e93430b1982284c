package org.postseal.ingress.recipients;

import org.postseal.settings.Contradictions;

/** Settings about recipients that cannot be true together, or not at all. Pure. */
public final class RecipientContradictions {
  private RecipientContradictions() {}

  /** Adds what is wrong. */
  public static void note(RecipientSettings settings, Contradictions found) {
    var callout = settings.callout();
    found
        .port("recipients.callout.port", callout.port())
        .when(
            !callout.protocol().matches("(?i)lmtp|smtp"),
            "recipients.callout.protocol",
            "is " + callout.protocol() + ", must be lmtp or smtp")
        .positive("recipients.callout.timeout", callout.timeout())
        .atLeast("recipients.callout.at-one-time", callout.atOneTime(), 1)
        .atLeast("recipients.callout.mailboxes", callout.mailboxes(), 1);
  }
}
