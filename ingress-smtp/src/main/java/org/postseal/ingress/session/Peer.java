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
 * @param tally what it has done so far
 * @param draining whether the server wants to end the session as soon as no transaction is open
 */
public record Peer(
    String address,
    String connectedFrom,
    Optional<SecureChannel> tls,
    Optional<Greeting> greeting,
    Optional<Account> account,
    Tally tally,
    boolean draining) {

  /** What the client called itself, and whether it said EHLO. */
  public record Greeting(String name, Dialect dialect) {}

  /** Which of the two greetings was used. */
  public enum Dialect {
    SMTP,
    ESMTP
  }

  /**
   * What is counted for the limits of one session.
   *
   * @param transactions that were begun
   * @param idle commands since the last content that brought no message on
   * @param errors replies of 5xx since the last accepted message
   * @param authFailures wrong passwords
   */
  public record Tally(int transactions, int idle, int errors, int authFailures) {
    public static final Tally NOTHING = new Tally(0, 0, 0, 0);
  }

  public static Peer connected(String address, Optional<SecureChannel> tls) {
    return new Peer(
        address, address, tls, Optional.empty(), Optional.empty(), Tally.NOTHING, false);
  }

  Peer greeted(Greeting said) {
    return new Peer(address, connectedFrom, tls, Optional.of(said), account, tally, draining);
  }

  /** All that was said before TLS is forgotten (RFC 3207 §4.2). */
  Peer encrypted(SecureChannel channel) {
    return new Peer(
        address,
        connectedFrom,
        Optional.of(channel),
        Optional.empty(),
        Optional.empty(),
        tally,
        draining);
  }

  /** Somebody else, whom it passes on: nothing is known of that client but its address. */
  Peer introduced(String client) {
    return new Peer(
        client, connectedFrom, tls, Optional.empty(), Optional.empty(), Tally.NOTHING, draining);
  }

  Peer authenticated(Account as) {
    return new Peer(address, connectedFrom, tls, greeting, Optional.of(as), tally, draining);
  }

  int transactions() {
    return tally.transactions();
  }

  int errors() {
    return tally.errors();
  }

  int authFailures() {
    return tally.authFailures();
  }

  int idle() {
    return tally.idle();
  }

  Peer withTransaction() {
    return with(new Tally(transactions() + 1, idle(), errors(), authFailures()));
  }

  Peer withAuthFailure() {
    return with(new Tally(transactions(), idle(), errors(), authFailures() + 1));
  }

  Peer withErrors(int count) {
    return with(new Tally(transactions(), idle(), count, authFailures()));
  }

  Peer withIdle(int count) {
    return with(new Tally(transactions(), count, errors(), authFailures()));
  }

  private Peer with(Tally changed) {
    return new Peer(address, connectedFrom, tls, greeting, account, changed, draining);
  }

  Peer toBeClosed() {
    return new Peer(address, connectedFrom, tls, greeting, account, tally, true);
  }
}
