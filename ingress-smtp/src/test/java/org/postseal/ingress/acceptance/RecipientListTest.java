package org.postseal.ingress.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecipientListTest {
  private final RecipientList list =
      RecipientList.parse(
          List.of(
              "# users",
              "",
              "Alice@Example.org",
              " bob@example.org ",
              "@example.net",
              "carol@example.net",
              "nobody",
              "@"));

  @Test
  void namesUsersAndWholeDomains() {
    assertThat(list.users("example.org"))
        .isEqualTo(new LocalDomain.Users.Listed(Set.of("alice", "bob")));
    assertThat(list.users("example.net")).isEqualTo(new LocalDomain.Users.Everybody());
    assertThat(list.users("example.com")).isEqualTo(new LocalDomain.Users.Unlisted());
    assertThat(list.size()).isEqualTo(4);
  }

  @Test
  void reportsWhatItCannotRead() {
    assertThat(list.unreadableLines()).containsExactly(7, 8);
    assertThat(RecipientList.empty().users("example.org"))
        .isEqualTo(new LocalDomain.Users.Unlisted());
  }
}
