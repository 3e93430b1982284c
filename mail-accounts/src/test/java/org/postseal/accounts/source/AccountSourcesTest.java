package org.postseal.accounts.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.accounts.Account;
import org.postseal.accounts.directory.BearerTokens;
import org.postseal.accounts.directory.Directory;
import org.postseal.accounts.directory.LdapAccounts;
import org.postseal.accounts.password.RememberedPasswords;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.accounts.sasl.Evidence;

class AccountSourcesTest {
  @TempDir private Path directory;
  private static final Duration WHILE = Duration.ofMinutes(5);
  private static final InstantSource CLOCK = InstantSource.system();

  private FileCredentials credentials;

  @BeforeEach
  void writeAccounts() throws IOException {
    var file = directory.resolve("accounts");
    Files.writeString(file, AccountsFile.line("bob", "builder", List.of("bob@example.org")) + "\n");
    credentials = new FileCredentials(Optional.of(file), new RememberedPasswords(WHILE, CLOCK));
  }

  @AfterEach
  void close() {
    credentials.close();
  }

  private AccountSources sources(Optional<LdapAccounts> ldap, Optional<BearerTokens> tokens) {
    return new AccountSources(
        credentials,
        new AccountSources.Elsewhere(ldap, tokens),
        new RememberedPasswords(WHILE, CLOCK));
  }

  private AccountSources sources(Directory ldap) {
    var settings =
        new LdapAccounts.Settings(
            ldap.url(),
            Optional.of(new LdapAccounts.Bind(Directory.SEARCHER, "search")),
            Directory.BASE,
            "(uid={0})",
            List.of("mail"),
            new LdapAccounts.Connections(4, Duration.ofMinutes(10), Duration.ofSeconds(5)));
    return sources(Optional.of(new LdapAccounts(settings)), Optional.empty());
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
    var sources = sources(Optional.empty(), Optional.empty());
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
    var settings =
        new BearerTokens.Settings(
            "https://login.example", "mail", keys.toString(), "preferred_username");
    var sources =
        sources(
            Optional.empty(), Optional.of(new BearerTokens(settings, credentials::find, CLOCK)));
    assertThat(sources.evidence()).isEqualTo(Set.of(Evidence.values()));
    assertThat(sources.ask(new AccountQuestion.Token("", "no token")))
        .succeedsWithin(Duration.ofSeconds(20))
        .satisfies(answer -> assertThat(answer.account()).isEmpty());
  }
}
