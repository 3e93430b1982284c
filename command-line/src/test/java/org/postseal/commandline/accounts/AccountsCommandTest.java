package org.postseal.commandline.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.accounts.source.AccountsFile;
import picocli.CommandLine;

class AccountsCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path file() {
    return directory.resolve("accounts");
  }

  private int accounts(String command, String... more) {
    out.getBuffer().setLength(0);
    var arguments = new ArrayList<>(List.of(command, "--file", file().toString()));
    arguments.addAll(List.of(more));
    return new CommandLine(new AccountsCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  /** The password that was made up. */
  private String set(String name, String... identities) {
    var more = new ArrayList<>(List.of("--generate", name));
    more.addAll(List.of(identities));
    assertThat(accounts("set", more.toArray(String[]::new))).as(err::toString).isZero();
    return out.toString().strip();
  }

  private AccountsFile asTheIngressReadsIt() throws IOException {
    var read = AccountsFile.parse(Files.readAllLines(file()));
    assertThat(read.unreadableLines()).isEmpty();
    return read;
  }

  @Test
  void theIngressKnowsWhatWasSet() throws IOException {
    var password = set("alice", "alice@a.example", "@b.example");
    assertThat(asTheIngressReadsIt().authenticate("alice", password)).isPresent();
    assertThat(asTheIngressReadsIt().authenticate("alice", "another")).isEmpty();
    assertThat(Files.readString(file())).doesNotContain(password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aPasswordIsTheFirstLineOfTheStandardInput() throws IOException {
    var before = System.in;
    System.setIn(new ByteArrayInputStream("correct horse\nbattery\n".getBytes(UTF_8)));
    try {
      assertThat(accounts("set", "alice", "alice@a.example")).as(err::toString).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(asTheIngressReadsIt().authenticate("alice", "correct horse")).isPresent();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anotherPasswordReplacesTheFirstAndLeavesTheRest() throws IOException {
    Files.writeString(file(), "# who may submit\n");
    var bobs = set("bob", "bob@a.example");
    var first = set("alice", "alice@a.example");
    var second = set("alice", "alice@c.example");
    var accounts = asTheIngressReadsIt();
    assertThat(accounts.size()).isEqualTo(2);
    assertThat(accounts.authenticate("alice", first)).isEmpty();
    assertThat(accounts.authenticate("alice", second)).isPresent();
    assertThat(accounts.authenticate("bob", bobs)).isPresent();
    assertThat(Files.readString(file())).startsWith("# who may submit\n");
    assertThat(accounts("list")).isZero();
    assertThat(out).hasToString("bob  bob@a.example\nalice  alice@c.example\n");
  }

  @Test
  void aRemovedAccountIsGone() throws IOException {
    var password = set("alice", "alice@a.example");
    assertThat(accounts("remove", "alice")).isZero();
    assertThat(asTheIngressReadsIt().authenticate("alice", password)).isEmpty();
    assertThat(accounts("remove", "alice")).as("a second time").isEqualTo(2);
  }

  @Test
  void whatTheIngressCouldNotReadIsRefusedAndChangesNothing() throws IOException {
    set("alice", "alice@a.example");
    var before = Files.readString(file());
    assertThat(accounts("set", "--generate", "a:b", "alice@a.example")).isEqualTo(2);
    assertThat(accounts("set", "--generate", "bob", "not an identity")).isEqualTo(2);
    assertThat(accounts("set", "--generate", "bob")).isEqualTo(2);
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void aDataDirectoryThatNoGatewayUsesIsSaid() throws IOException {
    var data = directory.resolve("data");
    int status =
        new CommandLine(new AccountsCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute("set", "--data", data.toString(), "--generate", "alice", "alice@a.example");
    assertThat(status).isZero();
    assertThat(err)
        .hasToString(
            "postseal: no gateway runs with %s now; one that starts with it knows the account%n"
                .formatted(data));
    assertThat(Files.readAllLines(data.resolve("accounts"))).isNotEmpty();
  }

  @Test
  void theListIsJsonForPrograms() throws IOException {
    set("alice", "alice@a.example", "@b.example");
    assertThat(accounts("list", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()))
        .hasToString("[{\"name\":\"alice\",\"identities\":[\"alice@a.example\",\"@b.example\"]}]");
  }

  @Test
  void whatRootChangesStaysTheGatewaysOwn() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    var nobody =
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(directory, nobody);
    set("alice", "alice@a.example");
    assertThat(Files.getOwner(file())).isEqualTo(nobody);
  }
}
