package org.postseal.ingress.session;

import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.accounts.sasl.SecureChannel;

/**
 * What is known about the client, whatever it is doing.
 *
 * @param address its IP address in text
 * @param connectedFrom where its connection comes from: another address if somebody passes it on
 * @param tls what is known of TLS, if it is active
 * @param greeting what it said in EHLO or HELO
 * @param transactions how many it has begun
 * @param errors replies of 5xx since the last accepted message
 * @param draining whether the server wants to end the session as soon as no transaction is open
 */
public record Peer(
    String address,
    String connectedFrom,
    Optional<SecureChannel> tls,
    Optional<Greeting> greeting,
    Optional<Account> account,
    int transactions,
    int errors,
    int authFailures,
    boolean draining) {

  /** What the client called itself, and whether it said EHLO. */
  public record Greeting(String name, Dialect dialect) {}

  /** Which of the two greetings was used. */
  public enum Dialect {
    SMTP,
    ESMTP
  }

  public static Peer connected(String address, Optional<SecureChannel> tls) {
    return new Peer(address, address, tls, Optional.empty(), Optional.empty(), 0, 0, 0, false);
  }

  Peer greeted(Greeting said) {
    return new Peer(
        address,
        connectedFrom,
        tls,
        Optional.of(said),
        account,
        transactions,
        errors,
        authFailures,
        draining);
  }

  /** All that was said before TLS is forgotten (RFC 3207 §4.2). */
  Peer encrypted(SecureChannel channel) {
    return new Peer(
        address,
        connectedFrom,
        Optional.of(channel),
        Optional.empty(),
        Optional.empty(),
        transactions,
        errors,
        authFailures,
        draining);
  }

  /** Somebody else, whom it passes on: nothing is known of that client but its address. */
  Peer introduced(String client) {
    return new Peer(
        client, connectedFrom, tls, Optional.empty(), Optional.empty(), 0, 0, 0, draining);
  }

  Peer authenticated(Account as) {
    return new Peer(
        address,
        connectedFrom,
        tls,
        greeting,
        Optional.of(as),
        transactions,
        errors,
        authFailures,
        draining);
  }

  Peer withTransaction() {
    return new Peer(
        address,
        connectedFrom,
        tls,
        greeting,
        account,
        transactions + 1,
        errors,
        authFailures,
        draining);
  }

  Peer withAuthFailure() {
    return new Peer(
        address,
        connectedFrom,
        tls,
        greeting,
        account,
        transactions,
        errors,
        authFailures + 1,
        draining);
  }

  Peer withErrors(int count) {
    return new Peer(
        address,
        connectedFrom,
        tls,
        greeting,
        account,
        transactions,
        count,
        authFailures,
        draining);
  }

  Peer toBeClosed() {
    return new Peer(
        address, connectedFrom, tls, greeting, account, transactions, errors, authFailures, true);
  }
}
