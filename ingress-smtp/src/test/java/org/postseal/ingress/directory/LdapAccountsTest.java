package org.postseal.ingress.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdapAccountsTest {

  private static LdapAccounts accounts(String url, String searchPassword, Duration timeout) {
    return new LdapAccounts(
        new LdapAccounts.Settings(
            url,
            Optional.of(new LdapAccounts.Bind(Directory.SEARCHER, searchPassword)),
            Directory.BASE,
            "(uid={0})",
            List.of("mail"),
            timeout));
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
  void passwordsAreNotPrinted() {
    assertThat(new LdapAccounts.Bind("cn=x", "secret").toString()).doesNotContain("secret");
  }
}
