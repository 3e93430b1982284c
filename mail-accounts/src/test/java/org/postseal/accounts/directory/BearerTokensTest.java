package org.postseal.accounts.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.accounts.Account;
import org.postseal.accounts.source.AccountsFile;

class BearerTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static RsaJsonWebKey providers;
  private static RsaJsonWebKey strangers;

  @TempDir private Path directory;
  private BearerTokens tokens;

  @BeforeAll
  static void makeKeys() throws JoseException {
    providers = RsaJwkGenerator.generateJwk(2048);
    providers.setKeyId("provider");
    strangers = RsaJwkGenerator.generateJwk(2048);
    strangers.setKeyId("provider");
  }

  @BeforeEach
  void publish() throws IOException {
    var keys = directory.resolve("jwks.json");
    Files.writeString(
        keys, new JsonWebKeySet(providers).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    var accounts =
        AccountsFile.parse(
            List.of(AccountsFile.line("bob", "x", List.of("bob@example.org", "@bob.example"))));
    tokens =
        new BearerTokens(
            new BearerTokens.Settings(
                "https://login.example", "mail", keys.toString(), "preferred_username"),
            accounts::find,
            InstantSource.fixed(NOW));
  }

  private static JwtClaims claims() {
    var claims = new JwtClaims();
    claims.setIssuer("https://login.example");
    claims.setAudience("mail");
    claims.setSubject("4711");
    claims.setExpirationTime(date(NOW.plusSeconds(60)));
    claims.setClaim("preferred_username", "alice");
    claims.setClaim("email", "alice@example.org");
    return claims;
  }

  private static NumericDate date(Instant instant) {
    return NumericDate.fromMilliseconds(instant.toEpochMilli());
  }

  private static String token(RsaJsonWebKey key, Consumer<JwtClaims> change) {
    var claims = claims();
    change.accept(claims);
    var signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    return serialized(signature);
  }

  private static String serialized(JsonWebSignature signature) {
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Account> whose(Consumer<JwtClaims> change) throws IOException {
    return tokens.authenticate(token(providers, change));
  }

  @Test
  void aTokenIsWhomItNames() throws IOException {
    var alice = whose(_ -> {}).orElseThrow();
    assertThat(alice.name()).isEqualTo("alice");
    assertThat(alice.identityWords()).containsExactly("alice@example.org");
  }

  @Test
  void anAccountOfTheFileOwnsWhatTheFileSays() throws IOException {
    var bob = whose(claims -> claims.setClaim("preferred_username", "bob")).orElseThrow();
    assertThat(bob.identityWords()).containsExactly("bob@example.org", "@bob.example");
  }

  @Test
  void aMailboxThatIsNotVerifiedIsNotOwned() throws IOException {
    var alice = whose(claims -> claims.setClaim("email_verified", false)).orElseThrow();
    assertThat(alice.identityWords()).isEmpty();
    assertThat(
            whose(claims -> claims.setClaim("email", "@example.org")).orElseThrow().identityWords())
        .as("a token gives one mailbox, never a domain")
        .isEmpty();
  }

  @Test
  void whatIsNotForUsOrNotInTimeIsNobodys() throws IOException {
    assertThat(whose(claims -> claims.setIssuer("https://other.example"))).isEmpty();
    assertThat(whose(claims -> claims.setAudience("files"))).isEmpty();
    assertThat(whose(claims -> claims.setExpirationTime(date(NOW.minusSeconds(31))))).isEmpty();
    assertThat(whose(claims -> claims.setExpirationTime(date(NOW.minusSeconds(20))))).isPresent();
    assertThat(whose(claims -> claims.unsetClaim("exp"))).isEmpty();
    assertThat(whose(claims -> claims.setNotBefore(date(NOW.plus(Duration.ofHours(1)))))).isEmpty();
    assertThat(whose(claims -> claims.unsetClaim("preferred_username"))).isEmpty();
    assertThat(whose(claims -> claims.setClaim("preferred_username", 5))).isEmpty();
    assertThat(whose(claims -> claims.setClaim("email_verified", "no"))).isEmpty();
  }

  @Test
  void aSignatureThatIsNotTheProvidersIsNobodys() throws IOException {
    assertThat(tokens.authenticate(token(strangers, _ -> {}))).isEmpty();
    var right = token(providers, _ -> {});
    assertThat(tokens.authenticate(right.substring(0, right.lastIndexOf('.') + 1))).isEmpty();
    assertThat(tokens.authenticate("")).isEmpty();
    assertThat(tokens.authenticate("no token")).isEmpty();
  }

  /** The provider's public key as a secret, and no signature at all. */
  @Test
  void anAlgorithmThatIsNotASignatureIsNobodys() throws IOException {
    var none = new JsonWebSignature();
    none.setPayload(claims().toJson());
    none.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    none.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
    assertThat(tokens.authenticate(serialized(none))).isEmpty();
    var secret = new JsonWebSignature();
    secret.setPayload(claims().toJson());
    secret.setKey(new HmacKey(providers.getPublicKey().getEncoded()));
    secret.setKeyIdHeaderValue("provider");
    secret.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    assertThat(tokens.authenticate(serialized(secret))).isEmpty();
  }

  @Test
  void keysThatCannotBeFetchedDecideNothing() {
    var unreachable =
        new BearerTokens(
            new BearerTokens.Settings(
                "https://login.example", "mail", "https://127.0.0.1:1/keys", "preferred_username"),
            _ -> Optional.empty(),
            InstantSource.fixed(NOW));
    assertThatThrownBy(() -> unreachable.authenticate(token(providers, _ -> {})))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFileWithoutKeysIsAMistakeOfTheSettings() {
    assertThatThrownBy(
            () ->
                new BearerTokens(
                    new BearerTokens.Settings("i", "a", directory.toString(), "sub"),
                    _ -> Optional.empty(),
                    InstantSource.fixed(NOW)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
