package org.postseal.accounts.sasl;

/** {@code message = [authzid] UTF8NUL authcid UTF8NUL passwd} (RFC 4616 §2). */
final class Plain implements SaslStep.Awaiting {

  @Override
  public SaslStep respond(byte[] response) {
    return Utf8.decode(response).map(Plain::parse).orElseGet(SaslStep.Malformed::new);
  }

  private static SaslStep parse(String message) {
    var parts = message.split("\0", -1);
    if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
      return new SaslStep.Malformed();
    }
    if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) {
      // Acting for somebody else is not offered; saying so would tell names apart.
      return new SaslStep.Wrong();
    }
    return password(parts[1], parts[2]);
  }

  static SaslStep password(String name, String password) {
    return new SaslStep.Ask(
        new AccountQuestion.Password(name, password),
        answer ->
            answer
                .account()
                .<SaslStep>map(account -> new SaslStep.Authenticated(account, name))
                .orElseGet(SaslStep.Wrong::new));
  }
}
