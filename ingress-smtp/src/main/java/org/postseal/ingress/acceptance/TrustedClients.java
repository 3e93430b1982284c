package org.postseal.ingress.acceptance;

import java.util.List;
import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.accounts.Identity;
import org.postseal.accounts.throttle.Network;

/**
 * Clients that may relay without logging in, by their address: a mail server of our own, a printer.
 * What they send as one of the identities given to all of them together is signed like a submission
 * of an account; the rest is verified like anybody's mail.
 */
public final class TrustedClients {
  private static final String NAME = "trusted-network";

  private final List<Network> networks;
  private final Account account;

  public TrustedClients(List<Network> networks, List<Identity> identities) {
    this.networks = List.copyOf(networks);
    this.account = new Account(NAME, identities);
  }

  /** Whether this client may send to anybody. */
  public boolean include(String address) {
    return Network.isIn(networks, address);
  }

  /** As whom a client submits; empty if it is not trusted, or has no identities to do so. */
  public Optional<Account> account(String address) {
    return account.identities().isEmpty() || !include(address)
        ? Optional.empty()
        : Optional.of(account);
  }
}
