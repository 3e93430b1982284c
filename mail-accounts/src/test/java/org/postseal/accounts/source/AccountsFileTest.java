package org.postseal.accounts.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postseal.accounts.Account;
import org.postseal.accounts.password.RememberedPasswords;
import org.postseal.accounts.password.UnknownNames;
import org.postseal.smtp.path.Mailbox;

class AccountsFileTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private Instant now = NOW;

  private final String line =
      AccountsFile.line("alice", "wonderland", List.of("alice@example.com", "@example.org"));

  @Test
  void readsTheLineItWrote() {
    var accounts = AccountsFile.parse(List.of("# accounts", "", line));
    assertThat(accounts.size()).isEqualTo(1);
    assertThat(accounts.unreadableLines()).isEmpty();
    var account = accounts.authenticate("alice", "wonderland").orElseThrow();
    assertThat(account.identityWords()).containsExactly("alice@example.com", "@example.org");
    assertThat(line).doesNotContain("wonderland");
    assertThat(AccountsFile.line("alice", "wonderland", List.of("@example.org")))
        .as("another salt each time")
        .isNotEqualTo(AccountsFile.line("alice", "wonderland", List.of("@example.org")));
  }

  @Test
  void knowsNobodyElse() {
    var accounts = AccountsFile.parse(List.of(line));
    assertThat(accounts.authenticate("alice", "Wonderland")).isEmpty();
    assertThat(accounts.authenticate("alice", "")).isEmpty();
    assertThat(accounts.authenticate("bob", "wonderland")).isEmpty();
    assertThat(AccountsFile.empty().authenticate("alice", "wonderland")).isEmpty();
  }

  /** RFC 7677 §3: the exchange of user "user" with password "pencil" fixes these keys. */
  @Test
  void hasTheKeysOfRfc7677() {
    var stored =
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
            + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
            + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
    var accounts = AccountsFile.parse(List.of("user:" + stored + ":user@example.com"));
    assertThat(accounts.authenticate("user", "pencil")).isPresent();
    assertThat(accounts.authenticate("user", "pen")).isEmpty();
  }

  /** A hash that crypt_blowfish made of "U*U". */
  @Test
  void knowsPasswordsByBcrypt() {
    var bcrypt = "carol:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW:@example.com";
    var accounts = AccountsFile.parse(List.of(line, bcrypt));
    assertThat(accounts.unreadableLines()).isEmpty();
    assertThat(accounts.authenticate("carol", "U*U")).isPresent();
    assertThat(accounts.authenticate("carol", "U*V")).isEmpty();
    assertThat(accounts.haveAllScramKeys()).isFalse();
    assertThat(AccountsFile.parse(List.of(line)).haveAllScramKeys()).isTrue();
    assertThat(AccountsFile.parse(List.of(bcrypt.replace("$05$", "$31$"))).size())
        .as("a cost that would stop us")
        .isZero();
  }

  /** A salt that changes with a restart, or from replica to replica, tells that nobody is there. */
  @Test
  void anUnknownNameIsAnsweredAlikeByEveryReplica() {
    var secret = UnknownNames.missingLine(List.of()).orElseThrow();
    for (var lines : List.of(List.of(line), List.of(secret, line))) {
      var one = AccountsFile.parse(lines).scramKeys("nobody");
      var other = AccountsFile.parse(lines).scramKeys("nobody");
      assertThat(one.salt()).isEqualTo(other.salt()).hasSameSizeAs(new byte[16]);
      assertThat(one.iterations()).isEqualTo(other.iterations());
      assertThat(AccountsFile.parse(lines).scramKeys("somebody").salt()).isNotEqualTo(one.salt());
    }
    var before = AccountsFile.parse(List.of(secret, line)).scramKeys("nobody");
    var changed = AccountsFile.line("alice", "another", List.of("@example.org"));
    assertThat(AccountsFile.parse(List.of(secret, changed)).scramKeys("nobody").salt())
        .as("another password of an account tells nothing")
        .isEqualTo(before.salt());
    assertThat(UnknownNames.missingLine(List.of("# x", secret))).isEmpty();
  }

  @Test
  void anUnknownNameLooksLikeSomeAccount() {
    var shapes =
        AccountsFile.parse(
            List.of(
                line,
                "short:SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6"
                    + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                    + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=:short@example.com"));
    var seen = new TreeSet<String>();
    for (int i = 0; i < 64; i++) {
      var keys = shapes.scramKeys("nobody" + i);
      seen.add(keys.iterations() + " " + keys.salt().length);
    }
    assertThat(seen).containsExactly("4096 15", "60000 16");
  }

  /** One account by a slow hash must not be told from the others by the time of a refusal. */
  @Test
  void whoeverIsWrongWaitsForTheCostliestCheck() {
    var bcrypt = "carol:$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW:@example.com";
    var accounts = AccountsFile.parse(List.of(line, bcrypt));
    var slow = refusal(accounts, "carol");
    assertThat(refusal(accounts, "alice")).isBetween(slow.dividedBy(3), slow.multipliedBy(3));
    assertThat(refusal(accounts, "nobody")).isBetween(slow.dividedBy(3), slow.multipliedBy(3));
  }

  /** The quickest of three, so that what else runs on this machine counts little. */
  private static Duration refusal(AccountsFile accounts, String name) {
    var quickest = Duration.ofDays(1);
    for (int i = 0; i < 3; i++) {
      long began = System.nanoTime();
      assertThat(accounts.authenticate(name, "wrong")).isEmpty();
      var took = Duration.ofNanos(System.nanoTime() - began);
      quickest = took.compareTo(quickest) < 0 ? took : quickest;
    }
    return quickest;
  }

  @Test
  void identitiesMayHoldAnAsterisk() {
    var wild =
        AccountsFile.parse(
                List.of(
                    AccountsFile.line("w", "x", List.of("alice+*@example.com", "@*.example.org"))))
            .find("w")
            .orElseThrow();
    assertThat(wild.identityWords()).containsExactly("alice+*@example.com", "@*.example.org");
    assertThat(owns(wild, "alice+list@example.com")).isTrue();
    assertThat(owns(wild, "Alice+List@Example.com")).isTrue();
    assertThat(owns(wild, "alice@example.com")).isFalse();
    assertThat(owns(wild, "alice+list@sub.example.com")).isFalse();
    assertThat(owns(wild, "anybody@a.example.org")).isTrue();
    assertThat(owns(wild, "anybody@a.b.example.org")).isTrue();
    assertThat(owns(wild, "anybody@example.org")).isFalse();
    assertThat(owns(wild, "anybody@badexample.org")).isFalse();
    assertThatThrownBy(() -> AccountsFile.line("w", "x", List.of("@*.")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passesOverWhatItCannotRead() {
    var accounts =
        AccountsFile.parse(
            List.of(
                "bob",
                "bob:secret:bob@example.com",
                line.replace("alice@example.com", "alice"),
                line.replace("SHA-256$60000", "SHA-256$1"),
                line));
    assertThat(accounts.size()).isEqualTo(1);
    assertThat(accounts.unreadableLines()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void refusesToWriteWhatItCouldNotRead() {
    var mailbox = List.of("a@example.com");
    assertThatThrownBy(() -> AccountsFile.line("a:b", "x", mailbox))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AccountsFile.line("a", "", mailbox))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AccountsFile.line("a", "x", List.of("nobody")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AccountsFile.line("", "x", mailbox))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAccountOwnsItsIdentitiesAndNothingNearThem() {
    var account =
        AccountsFile.parse(List.of(line)).authenticate("alice", "wonderland").orElseThrow();
    assertThat(owns(account, "alice@example.com")).isTrue();
    assertThat(owns(account, "Alice@Example.COM")).isTrue();
    assertThat(owns(account, "anybody@example.org")).isTrue();
    assertThat(owns(account, "bob@example.com")).isFalse();
    assertThat(owns(account, "alice@sub.example.com")).isFalse();
    assertThat(owns(account, "anybody@sub.example.org")).isFalse();
    assertThat(owns(account, "anybody@notexample.org")).isFalse();
  }

  @Test
  void remembersARightPasswordForAWhile() {
    var account =
        AccountsFile.parse(List.of(line)).authenticate("alice", "wonderland").orElseThrow();
    var remembered = new RememberedPasswords(Duration.ofMinutes(5), () -> now);
    assertThat(remembered.find("alice", "wonderland")).isEmpty();
    remembered.remember(account, "wonderland");
    now = NOW.plusSeconds(299);
    assertThat(remembered.find("alice", "wonderland")).contains(account);
    assertThat(remembered.find("alice", "wonderlanD")).isEmpty();
    assertThat(remembered.find("bob", "wonderland")).isEmpty();
    now = NOW.plusSeconds(300);
    assertThat(remembered.find("alice", "wonderland")).isEmpty();
    now = NOW;
    assertThat(remembered.find("alice", "wonderland")).isPresent();
    remembered.forgetAll();
    assertThat(remembered.find("alice", "wonderland")).isEmpty();
  }

  private static boolean owns(Account account, String mailbox) {
    return account.owns(Mailbox.parse(mailbox).orElseThrow());
  }
}
