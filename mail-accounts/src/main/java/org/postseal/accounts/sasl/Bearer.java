package org.postseal.accounts.sasl;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.smtp.path.Mailbox;

/**
 * A bearer token, as OAUTHBEARER (RFC 7628 §3.1) or Google's XOAUTH2 carries it: pairs {@code
 * key=value} that each end in %x01, and one more %x01. Whom the client says it is must be whom the
 * token is for: the account's name, or a mailbox it owns.
 */
enum Bearer implements SaslStep.Awaiting {
  OAUTHBEARER("{\"status\":\"invalid_token\"}") {
    @Override
    Optional<Claim> parse(String message) {
      return Gs2Header.at(message)
          .filter(header -> !header.flag().startsWith("p="))
          .flatMap(
              header -> {
                var rest = message.substring(header.text().length());
                return rest.startsWith(END)
                    ? claim(header.authzid().orElse(""), rest.substring(1))
                    : Optional.empty();
              });
    }
  },
  XOAUTH2("{\"status\":\"400\",\"schemes\":\"Bearer\"}") {
    @Override
    Optional<Claim> parse(String message) {
      return message.startsWith("user=") ? claim("", message) : Optional.empty();
    }
  };

  private static final String END = "\u0001";
  private static final String SCHEME = "bearer ";

  private final String failure;

  Bearer(String failure) {
    this.failure = failure;
  }

  /** Who the client says it is, and its token. */
  record Claim(String name, String token) {
    @Override
    public String toString() {
      return "Claim[]";
    }
  }

  abstract Optional<Claim> parse(String message);

  @Override
  public SaslStep respond(byte[] response) {
    return Utf8.decode(response)
        .flatMap(this::parse)
        .<SaslStep>map(
            claim ->
                new SaslStep.Ask(
                    new AccountQuestion.Token(claim.name(), claim.token()),
                    answer ->
                        answer
                            .account()
                            .filter(account -> isMeant(claim.name(), account))
                            .<SaslStep>map(a -> new SaslStep.Authenticated(a, claim.name()))
                            .orElseGet(this::refused)))
        .orElseGet(SaslStep.Malformed::new);
  }

  private static boolean isMeant(String name, Account account) {
    return name.isEmpty()
        || name.equals(account.name())
        || Mailbox.parse(name).filter(account::owns).isPresent();
  }

  /** The client is told why, and has to say something before it is told that it failed. */
  private SaslStep refused() {
    return new SaslStep.Challenge(Utf8.encode(failure), _ -> new SaslStep.Wrong());
  }

  static Optional<Claim> claim(String authzid, String pairs) {
    if (!pairs.endsWith(END + END)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (var pair : pairs.substring(0, pairs.length() - 2).split(END, -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || values.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        return Optional.empty();
      }
    }
    var name = values.getOrDefault("user", authzid);
    return Optional.ofNullable(values.get("auth"))
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty())
        .map(token -> new Claim(name, token));
  }
}
