package org.postseal.accounts.sasl;

import java.util.function.Function;
import org.postseal.accounts.Account;

/** What comes next in an exchange. */
public sealed interface SaslStep {

  /** Goes on with what the client answers to a challenge; never base64. */
  @FunctionalInterface
  interface Awaiting {
    SaslStep respond(byte[] response);
  }

  /** The client is to answer this. */
  record Challenge(byte[] octets, Awaiting next) implements SaslStep {}

  /** Somebody who knows the accounts is to answer this. */
  record Ask(AccountQuestion question, Function<AccountAnswer, SaslStep> next)
      implements SaslStep {}

  /**
   * The client is who it says.
   *
   * @param claimed the name in the question that led here
   */
  record Authenticated(Account account, String claimed) implements SaslStep {}

  /** The client is not who it says, or nobody is called that: never which of them. */
  record Wrong() implements SaslStep {}

  /** What the client sent is not of the mechanism's form. */
  record Malformed() implements SaslStep {}
}
