package org.postseal.ingress.load;

import java.time.InstantSource;
import java.util.Optional;
import org.postseal.accounts.throttle.LoginThrottle;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.SessionInput.Counted;
import org.postseal.ingress.session.Use;

/**
 * What clients and accounts may have in a period: all that sessions take of it is counted here.
 *
 * @param clients by address, network and listener
 * @param accounts by the account's name
 * @param logins how often one may try
 */
public record Allowance(
    ClientLimits clients, AccountRates accounts, LoginThrottle logins, InstantSource clock) {

  /** Where a client is counted: its address, and the listener it came to. */
  public record Client(String address, Listener listener) {}

  /** One more session of a client: for whom it would be too much; if for nobody, it must leave. */
  Optional<ClientLimits.Scope> enter(Client client) {
    return clients.enter(client.address(), client.listener().word(), clock.instant());
  }

  void leave(Client client) {
    clients.leave(client.address(), client.listener().word());
  }

  /** Counts a use if there is room for it. */
  public Counted count(Use use, Client client) {
    return isThere(use, client) ? Counted.TAKEN : Counted.TOO_MUCH;
  }

  private boolean isThere(Use use, Client client) {
    var address = client.address();
    var listener = client.listener().word();
    return switch (use) {
      case Use.Message _ -> clients.message(address, listener, clock.instant()).isEmpty();
      case Use.Recipient _ -> clients.recipient(address, listener, clock.instant()).isEmpty();
      case Use.PolicyQuery _ -> clients.query(address, listener, clock.instant()).isEmpty();
      case Use.Content(var octets) ->
          clients.content(address, listener, octets, clock.instant()).isEmpty();
      case Use.AccountBegins(var account, var size) -> accounts.mayBegin(account, size);
      case Use.AccountRecipient(var account) -> accounts.recipient(account);
      case Use.AccountMessage(var account, var octets) -> accounts.message(account, octets);
      case Use.Login(var claimed) -> logins.admit(address, claimed);
    };
  }

  /** The attempt to log in that was counted was right. */
  public void loggedIn(String claimed, Client client) {
    logins.succeeded(client.address(), claimed);
  }

  /** The attempt to log in that was counted could not be checked. */
  public void loginNotChecked(String claimed, Client client) {
    logins.unused(client.address(), claimed);
  }
}
