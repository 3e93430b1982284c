package org.postseal.accounts.sasl;

import java.util.Optional;

/** EXTERNAL (RFC 4422 appendix A): the client is whom its certificate names. */
final class External implements SaslStep.Awaiting {
  private final Optional<String> clientName;

  External(Optional<String> clientName) {
    this.clientName = clientName;
  }

  /** The response is whom the client wants to act as; empty for itself. */
  @Override
  public SaslStep respond(byte[] response) {
    var wanted = Utf8.decode(response);
    if (wanted.isEmpty()) {
      return new SaslStep.Malformed();
    }
    return clientName
        .filter(name -> wanted.get().isEmpty() || wanted.get().equals(name))
        .<SaslStep>map(
            name ->
                new SaslStep.Ask(
                    new AccountQuestion.Certificate(name),
                    answer ->
                        answer
                            .account()
                            .<SaslStep>map(account -> new SaslStep.Authenticated(account, name))
                            .orElseGet(SaslStep.Wrong::new)))
        .orElseGet(SaslStep.Wrong::new);
  }
}
