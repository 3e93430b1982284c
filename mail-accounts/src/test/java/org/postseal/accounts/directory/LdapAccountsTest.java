package org.postseal.accounts.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdapAccountsTest {
  private static final int CONNECTIONS = 4;

  private static LdapAccounts accounts(String url, String searchPassword, Duration timeout) {
    return new LdapAccounts(
        new LdapAccounts.Settings(
            url,
            Optional.of(new LdapAccounts.Bind(Directory.SEARCHER, searchPassword)),
            Directory.BASE,
            "(uid={0})",
            List.of("mail"),
            new LdapAccounts.Connections(CONNECTIONS, Duration.ofMinutes(10), timeout)));
  }

  private static LdapAccounts accounts(Directory directory) {
    return accounts(directory.url(), "search", Duration.ofSeconds(20));
  }

  @Test
  void aRightPasswordBindsAndBringsTheMailboxes() throws LDAPException {
    try (var directory = new Directory()) {
      var alice = accounts(directory).authenticate("alice", "wonderland").orElseThrow();
      assertThat(alice.name()).isEqualTo("alice");
      assertThat(alice.identityWords())
          .containsExactlyInAnyOrder("alice@example.org", "sales@example.org");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Wonderland", "", " wonderland"})
  void aWrongPasswordDoesNot(String password) throws LDAPException {
    try (var directory = new Directory()) {
      assertThat(accounts(directory).authenticate("alice", password)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "", "*", "alice)(cn=*", "ali*", "\u0000", "twin"})
  void aNameThatIsNotOneEntrysDoesNot(String name) throws LDAPException {
    try (var directory = new Directory()) {
      assertThat(accounts(directory).authenticate(name, "wonderland")).isEmpty();
    }
  }

  @Test
  void aDirectoryThatIsAwayOrRefusesUsSaysNothing() throws IOException {
    try (var directory = new Directory()) {
      var refused = accounts(directory.url(), "wrong", Duration.ofSeconds(20));
      assertThatThrownBy(() -> refused.authenticate("alice", "wonderland"))
          .isInstanceOf(LDAPException.class);
    }
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var url = "ldap://127.0.0.1:" + silent.getLocalPort();
      var slow = accounts(url, "search", Duration.ofMillis(200));
      assertThatThrownBy(() -> slow.authenticate("alice", "wonderland"))
          .isInstanceOf(LDAPException.class);
    }
  }

  @Test
  void aConnectionIsUsedAgainWhateverTheAnswerWas() throws LDAPException {
    try (var directory = new Directory();
        var accounts = accounts(directory)) {
      for (int i = 0; i < 5; i++) {
        assertThat(accounts.authenticate("alice", "wonderland")).isPresent();
        assertThat(accounts.authenticate("alice", "wrong")).isEmpty();
        assertThat(accounts.authenticate("nobody", "wonderland")).isEmpty();
      }
      assertThat(directory.connections()).isEqualTo(1);
    }
  }

  /** The directory lets alice search for nothing. */
  @Test
  void whoWasCheckedLastIsNotWhoSearchesNext() throws LDAPException {
    try (var directory = new Directory();
        var accounts = accounts(directory)) {
      assertThat(accounts.authenticate("alice", "wonderland")).isPresent();
      assertThat(accounts.authenticate("alice", "wonderland")).isPresent();
    }
  }

  @Test
  void aConnectionThatWasLostIsReplaced() throws LDAPException {
    try (var directory = new Directory();
        var accounts = accounts(directory)) {
      assertThat(accounts.authenticate("alice", "wonderland")).isPresent();
      directory.loseConnections();
      assertThat(accounts.authenticate("alice", "wonderland")).isPresent();
      assertThat(directory.connections()).isEqualTo(2);
    }
  }

  @Test
  void noMoreConnectionsThanTheSettingsAllow() throws Exception {
    try (var directory = new Directory();
        var accounts = accounts(directory);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var checks =
          Collections.nCopies(
              40,
              (Callable<Boolean>) () -> accounts.authenticate("alice", "wonderland").isPresent());
      for (var check : threads.invokeAll(checks)) {
        assertThat(check.get()).isTrue();
      }
      assertThat(directory.connections()).isBetween(1, CONNECTIONS);
    }
  }

  @Test
  void aUrlThatIsNoneIsAMistakeOfTheSettings() {
    assertThatThrownBy(() -> accounts("http://directory", "search", Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passwordsAreNotPrinted() {
    assertThat(new LdapAccounts.Bind("cn=x", "secret").toString()).doesNotContain("secret");
  }
}
