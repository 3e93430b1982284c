package org.postseal.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.acceptance.Account;
import org.postseal.ingress.acceptance.AccountsFile;
import org.postseal.ingress.directory.Directory;
import org.postseal.ingress.sasl.AccountQuestion;
import org.postseal.ingress.sasl.Evidence;

class AccountSourcesTest {
  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private Path file;

  @BeforeEach
  void writeAccounts() throws IOException {
    file = directory.resolve("accounts");
    Files.writeString(file, AccountsFile.line("bob", "builder", List.of("bob@example.org")) + "\n");
  }

  @AfterEach
  void close() {
    Edge.await(vertx.close());
  }

  private AccountSources sources(Map<String, String> different) {
    var values = new HashMap<>(different);
    values.put("postseal.ingress.accounts.file", file.toString());
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(IngressSettings.class)
            .withDefaultValues(values)
            .build();
    var settings = config.getConfigMapping(IngressSettings.class).accounts();
    return new AccountSources(
        vertx,
        settings,
        new FileCredentials(
            vertx, Optional.of(file), Duration.ofMinutes(5), InstantSource.system()),
        InstantSource.system());
  }

  private AccountSources sources(Directory ldap) {
    return sources(
        Map.of(
            "postseal.ingress.accounts.ldap.url",
            ldap.url(),
            "postseal.ingress.accounts.ldap.base",
            Directory.BASE,
            "postseal.ingress.accounts.ldap.bind-dn",
            Directory.SEARCHER,
            "postseal.ingress.accounts.ldap.bind-password",
            "search"));
  }

  private static Optional<Account> check(AccountSources sources, String name, String password) {
    try {
      return sources
          .ask(new AccountQuestion.Password(name, password))
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS)
          .account();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theFileAloneHasKeysOfScram() {
    var sources = sources(Map.of());
    assertThat(sources.evidence())
        .isEqualTo(EnumSet.of(Evidence.PASSWORD, Evidence.SCRAM_KEYS, Evidence.CERTIFICATE));
    assertThat(check(sources, "bob", "builder")).isPresent();
    assertThat(check(sources, "alice", "wonderland")).isEmpty();
  }

  @Test
  void aDirectoryIsAskedForNamesThatTheFileDoesNotHave() {
    try (var ldap = new Directory()) {
      var sources = sources(ldap);
      assertThat(sources.evidence()).doesNotContain(Evidence.SCRAM_KEYS);
      assertThat(check(sources, "bob", "builder")).isPresent();
      assertThat(check(sources, "bob", "wonderland")).isEmpty();
      assertThat(check(sources, "alice", "looking-glass")).isEmpty();
      assertThat(check(sources, "alice", "wonderland").map(Account::identityWords))
          .hasValueSatisfying(words -> assertThat(words).contains("alice@example.org"));
    }
  }

  @Test
  void whoLoggedInLatelyDoesNotNeedTheDirectory() {
    AccountSources sources;
    try (var ldap = new Directory()) {
      sources = sources(ldap);
      assertThat(check(sources, "alice", "wonderland")).isPresent();
    }
    assertThat(check(sources, "alice", "wonderland")).isPresent();
    assertThat(sources.ask(new AccountQuestion.Password("alice", "other")))
        .failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void aProviderAddsTokens() throws IOException {
    var keys = directory.resolve("jwks.json");
    Files.writeString(keys, "{\"keys\":[]}");
    var sources =
        sources(
            Map.of(
                "postseal.ingress.accounts.tokens.issuer", "https://login.example",
                "postseal.ingress.accounts.tokens.audience", "mail",
                "postseal.ingress.accounts.tokens.keys", keys.toString()));
    assertThat(sources.evidence()).isEqualTo(Set.of(Evidence.values()));
    assertThat(sources.ask(new AccountQuestion.Token("", "no token")))
        .succeedsWithin(Duration.ofSeconds(20))
        .satisfies(answer -> assertThat(answer.account()).isEmpty());
  }
}
