package org.postseal.relay.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.relay.maildir.MaildirStore.Durability;
import org.postseal.relay.maildir.MaildirStore.Mail;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.route.Route;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

class MaildirStoreTest {
  private static final TransactionId ID = TransactionId.next(Instant.EPOCH);

  @TempDir Path directory;

  private final MaildirStore store = new MaildirStore(Durability.DISK);

  private Outcome deliver(String recipient, String... pieces) {
    var envelope =
        new Envelope(
            "a@example.org",
            List.of(recipient),
            new Envelope.Client("192.0.2.1", "mx.example.org", Optional.empty(), "mx"),
            Optional.empty(),
            "7BIT",
            false,
            Instant.ofEpochSecond(1_700_000_000));
    var content = List.of(pieces).stream().map(p -> p.getBytes(StandardCharsets.US_ASCII)).toList();
    return store.deliver(
        new Route.Maildir(directory + "/{domain}/{local-part}"),
        Recipient.of(recipient),
        ID,
        new Mail(envelope, content));
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(directory::relativize).toList();
    }
  }

  @Test
  void aMessageIsOneFileInNew() throws IOException {
    assertThat(deliver("b@dest.example", "Subject: x\r\n", "\r\nbody\r\n"))
        .isInstanceOf(Outcome.Delivered.class);

    var file = files().getFirst();
    assertThat(files()).hasSize(1);
    assertThat(file.toString()).startsWith("dest.example/b/new/1700000000." + ID.value() + "R");
    assertThat(directory.resolve(file))
        .hasContent(
            "Return-Path: <a@example.org>\r\nDelivered-To: b@dest.example\r\nSubject: x\r\n\r\nbody\r\n");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
        .isEqualTo("rw-------");
    assertThat(directory.resolve("dest.example/b/cur")).isDirectory();
  }

  @Test
  void deliveredAgainItReplacesItself() throws IOException {
    deliver("b@dest.example", "first\r\n");
    deliver("b@dest.example", "again\r\n");

    assertThat(files()).hasSize(1);
    assertThat(Files.readString(directory.resolve(files().getFirst()))).endsWith("again\r\n");
  }

  @Test
  void twoSpellingsOfOneMailboxAreOneFile() throws IOException {
    deliver("b@dest.example", "x\r\n");
    deliver("B@dest.example", "x\r\n");

    assertThat(files()).hasSize(1);
  }

  /** A reader or an administrator took a part of it away. */
  @ParameterizedTest
  @ValueSource(strings = {"new", "cur", "tmp"})
  void aPartThatIsMissingIsMade(String part) throws IOException {
    deliver("b@dest.example", "x\r\n");
    var maildir = directory.resolve("dest.example/b");
    try (var all = Files.walk(maildir.resolve(part))) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }

    assertThat(deliver("b@dest.example", "y\r\n")).isInstanceOf(Outcome.Delivered.class);
    assertThat(files()).hasSize(1).allMatch(file -> file.toString().contains("/new/"));
  }

  @Test
  void whatCannotBeMovedLeavesNothingBehind() throws IOException {
    var maildir = Files.createDirectories(directory.resolve("dest.example/b"));
    Files.createDirectory(maildir.resolve("tmp"));
    Files.writeString(maildir.resolve("new"), "in the way");

    for (int i = 0; i < 3; i++) {
      assertThat(deliver("b@dest.example", "x\r\n")).isInstanceOf(Outcome.Deferred.class);
    }

    assertThat(files()).containsExactly(Path.of("dest.example/b/new"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "..",
        ".",
        "/etc/passwd",
        "\"a/../../b\"",
        "a\u0000b",
        "%2e%2e",
        ".ssh",
        "",
        "a\\b",
        "\u00fcml\u00e4ut",
        "~root",
        "-rf"
      })
  void aLocalPartIsNeverAWayElsewhere(String localPart) throws IOException {
    deliver(localPart + "@dest.example", "x\r\n");

    var below = directory.resolve("dest.example");
    assertThat(files())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.getNameCount()).isEqualTo(4);
              assertThat(directory.resolve(file).normalize()).startsWith(below);
              assertThat(file.getName(1).toString()).matches("[a-z0-9_+=%-][a-z0-9_+=%.-]*");
            });
  }

  @ParameterizedTest
  @CsvSource({"a.b,a.b", "A.B,a.b", "a%b,a%25b", ".a,%2ea", "a b,a%20b"})
  void differentLocalPartsHaveDifferentDirectories(String localPart, String name) {
    assertThat(
            MailboxPath.of(
                new Route.Maildir("/m/{local-part}"), Recipient.of(localPart + "@dest.example")))
        .contains(Path.of("/m", name));
  }

  @Test
  void aLocalPartTooLongForAFileIsRefused() {
    assertThat(deliver("x".repeat(256) + "@dest.example", "x\r\n"))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aDirectoryThatCannotBeMadeIsTemporary() throws IOException {
    Files.writeString(directory.resolve("dest.example"), "in the way");

    assertThat(deliver("b@dest.example", "x\r\n")).isInstanceOf(Outcome.Deferred.class);
  }
}
