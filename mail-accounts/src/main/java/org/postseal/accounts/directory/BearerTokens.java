package org.postseal.accounts.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.postseal.accounts.Account;
import org.postseal.accounts.Identity;

/**
 * Tokens of an OpenID provider: signed by one of its keys, for us, not expired (RFC 7519, RFC 9068
 * §4). The token names the account; what it may write as is in the accounts file, or else the
 * mailbox in the token, unless the provider says that it has not verified it.
 */
public final class BearerTokens {
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Settings settings;
  private final VerificationKeyResolver keys;
  private final Function<String, Optional<Account>> accounts;
  private final InstantSource clock;

  /**
   * Whose tokens count.
   *
   * @param issuer {@code iss}
   * @param audience {@code aud}
   * @param keys the provider's key set: an https URL, or a file
   * @param nameClaim the claim with the account's name
   */
  public record Settings(String issuer, String audience, String keys, String nameClaim) {}

  /**
   * @param accounts the account of a name, if one is known besides
   * @throws IllegalArgumentException if the file of keys cannot be read
   */
  public BearerTokens(
      Settings settings, Function<String, Optional<Account>> accounts, InstantSource clock) {
    this.settings = settings;
    this.keys = resolver(settings.keys());
    this.accounts = accounts;
    this.clock = clock;
  }

  private static VerificationKeyResolver resolver(String keys) {
    if (keys.startsWith("https://")) {
      return new HttpsJwksVerificationKeyResolver(new HttpsJwks(keys));
    }
    try {
      return new JwksVerificationKeyResolver(keysIn(Path.of(keys)).getJsonWebKeys());
    } catch (IOException e) {
      throw new IllegalArgumentException("no key set in " + keys, e);
    }
  }

  /**
   * The key set of a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is none
   */
  public static JsonWebKeySet keysIn(Path file) throws IOException {
    try {
      return new JsonWebKeySet(Files.readString(file));
    } catch (JoseException e) {
      throw new IllegalArgumentException("no key set in " + file, e);
    }
  }

  /**
   * Whose token this is. May fetch keys, and then blocks.
   *
   * @throws IOException if the keys could not be fetched
   */
  public Optional<Account> authenticate(String token) throws IOException {
    try {
      return account(consumer().processToClaims(token));
    } catch (InvalidJwtException e) {
      if (e.getCause() instanceof UnresolvableKeyException unresolvable
          && unresolvable.getCause() instanceof IOException lost) {
        throw new IOException("the provider's keys could not be fetched", lost);
      }
      return Optional.empty();
    } catch (MalformedClaimException _) {
      return Optional.empty();
    }
  }

  private JwtConsumer consumer() {
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(keys)
        .setJwsAlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.EDDSA)
        .setExpectedIssuer(settings.issuer())
        .setExpectedAudience(settings.audience())
        .setRequireExpirationTime()
        .setAllowedClockSkewInSeconds(Math.toIntExact(SKEW.toSeconds()))
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .build();
  }

  private Optional<Account> account(JwtClaims claims) throws MalformedClaimException {
    var name = Optional.ofNullable(claims.getStringClaimValue(settings.nameClaim()));
    var mailbox = mailbox(claims);
    return name.filter(text -> !text.isEmpty())
        .map(
            text ->
                accounts
                    .apply(text)
                    .orElseGet(() -> new Account(text, mailbox.map(List::of).orElse(List.of()))));
  }

  private static Optional<Identity> mailbox(JwtClaims claims) throws MalformedClaimException {
    if (Boolean.FALSE.equals(claims.getClaimValue("email_verified", Boolean.class))) {
      return Optional.empty();
    }
    return Optional.ofNullable(claims.getStringClaimValue("email"))
        .filter(text -> !text.startsWith("@") && text.indexOf('*') < 0)
        .flatMap(Identity::parse);
  }
}
