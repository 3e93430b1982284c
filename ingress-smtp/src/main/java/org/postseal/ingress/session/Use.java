package org.postseal.ingress.session;

import java.util.OptionalLong;
import org.postseal.accounts.Account;

/** What a client, or the account it logged in to, takes of what it may have in a period. */
public sealed interface Use {

  /** The client begins a message, whatever becomes of it. */
  record Message() implements Use {}

  /** The client names a recipient, whatever becomes of it. */
  record Recipient() implements Use {}

  /** The client has sent content, whatever becomes of it. */
  record Content(long octets) implements Use {}

  /** Whether the account may begin a message of the declared size; nothing is taken yet. */
  record AccountBegins(Account account, OptionalLong declaredSize) implements Use {}

  /** A recipient of the account's is to be taken. */
  record AccountRecipient(Account account) implements Use {}

  /** A message of the account's, with so much content, is to be taken. */
  record AccountMessage(Account account, long octets) implements Use {}

  /** The client asks by XSIGNPOL, whatever it learns. */
  record PolicyQuery() implements Use {}

  /**
   * The client tries to log in.
   *
   * @param claimed whom it claims to be; empty if that is not known
   */
  record Login(String claimed) implements Use {}
}
