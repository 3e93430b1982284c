package org.postseal.accounts.sasl;

/** What a mechanism wants to know about an account. Secrets are not in {@code toString}. */
public sealed interface AccountQuestion {
  /** Whom the client claims to be; empty if it leaves that to its token. */
  String name();

  /** Whether this is the account's password. */
  record Password(String name, String password) implements AccountQuestion {
    @Override
    public String toString() {
      return "Password[]";
    }
  }

  /** The keys by which a proof is checked; there is an answer for every name. */
  record Keys(String name) implements AccountQuestion {}

  /** Whose token this is. */
  record Token(String name, String token) implements AccountQuestion {
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /** Which account a verified client certificate of this name belongs to. */
  record Certificate(String name) implements AccountQuestion {}
}
