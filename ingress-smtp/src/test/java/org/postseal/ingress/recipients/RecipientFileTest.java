package org.postseal.ingress.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.acceptance.LocalDomain;

class RecipientFileTest {
  @TempDir private Path directory;

  @Test
  void isReadAgainWhenItChanges() throws IOException {
    var path = directory.resolve("recipients");
    var file = new RecipientFile(path);
    assertThat(file.list().users("example.org")).isEqualTo(new LocalDomain.Users.Unlisted());

    Files.writeString(path, "alice@example.org\n");
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000));
    file.lookAgain();
    assertThat(file.list().users("example.org"))
        .isEqualTo(new LocalDomain.Users.Listed(Set.of("alice")));

    Files.writeString(path, "bob@example.org\n");
    Files.setLastModifiedTime(path, FileTime.fromMillis(2_000));
    file.lookAgain();
    assertThat(file.list().users("example.org"))
        .isEqualTo(new LocalDomain.Users.Listed(Set.of("bob")));

    Files.delete(path);
    file.lookAgain();
    assertThat(file.list().users("example.org"))
        .as("a file that is away changes nothing")
        .isEqualTo(new LocalDomain.Users.Listed(Set.of("bob")));
  }
}
