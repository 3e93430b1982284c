package org.postseal.accounts;

import java.util.List;
import org.postseal.smtp.path.Mailbox;

/** An authenticated user and the identities it owns (RFC 6409 §6.1). */
public record Account(String name, List<Identity> identities) {
  public Account {
    identities = List.copyOf(identities);
  }

  /** Whether this account may write as that mailbox. */
  public boolean owns(Mailbox mailbox) {
    return identities.stream().anyMatch(identity -> identity.covers(mailbox));
  }

  /** As the question to the signer carries them. */
  public List<String> identityWords() {
    return identities.stream().map(Identity::toString).toList();
  }
}
