package org.postseal.relay.maildir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.route.Route;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

/**
 * Writes messages into Maildirs: to {@code tmp}, forced to disk, then renamed to {@code new}.
 *
 * <p>The name in {@code new} follows from transaction and recipient alone, so a message delivered
 * again after a crash replaces itself. One that a reader has moved to {@code cur} meanwhile appears
 * a second time, under the same unique name. A Maildir that does not exist is made: who is a
 * recipient was decided before the message was accepted.
 */
public final class MaildirStore {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** What a delivery has survived when it is reported. */
  public enum Durability {
    /** The machine: file and directory entry are forced to disk. */
    DISK,
    /** The process: they are in the page cache. */
    PAGE_CACHE
  }

  /** Keeps two deliveries of one message, after a rebalance, out of one file in {@code tmp}. */
  private final AtomicLong sequence = new AtomicLong(System.nanoTime());

  private final Durability durability;

  public MaildirStore(Durability durability) {
    this.durability = durability;
  }

  /** Delivers to one recipient. Blocks for the disk. */
  public Outcome deliver(Route.Maildir route, Recipient recipient, TransactionId id, Mail mail) {
    var maildir = MailboxPath.of(route, recipient);
    if (maildir.isEmpty()) {
      return new Outcome.Failed("550 5.1.3 The local-part is too long for a mailbox");
    }
    var name = uniqueName(mail.envelope(), id, recipient);
    try {
      write(maildir.get(), name, lines(mail.envelope(), recipient), mail.content());
      return new Outcome.Delivered("250 2.0.0 Stored as " + name);
    } catch (IOException e) {
      return new Outcome.Deferred("451 4.3.0 Maildir: " + e.getClass().getSimpleName());
    }
  }

  /** A message and who it is from. */
  public record Mail(Envelope envelope, List<byte[]> content) {}

  private static String uniqueName(Envelope envelope, TransactionId id, Recipient recipient) {
    // spellings of one mailbox are one file
    var mailbox = recipient.localPart().toLowerCase(Locale.ROOT) + "@" + recipient.domain();
    var digest = sha256().digest(mailbox.getBytes(StandardCharsets.UTF_8));
    return envelope.receivedAt().getEpochSecond()
        + "."
        + id.value()
        + "R"
        + HexFormat.of().formatHex(digest, 0, 6)
        + ".postseal";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** RFC 5321 §4.4: final delivery prepends the Return-Path. */
  private static byte[] lines(Envelope envelope, Recipient recipient) {
    return ("Return-Path: <"
            + envelope.reversePath()
            + ">\r\nDelivered-To: "
            + recipient.forwardPath()
            + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void write(Path maildir, String name, byte[] lines, List<byte[]> content)
      throws IOException {
    var tmp = maildir.resolve("tmp").resolve(name + "." + sequence.incrementAndGet());
    var target = maildir.resolve("new");
    try {
      writeFile(tmp, lines, content);
    } catch (NoSuchFileException _) {
      make(maildir);
      writeFile(tmp, lines, content);
    }
    try {
      moveInto(target, tmp, name, maildir);
    } catch (IOException e) {
      Files.deleteIfExists(tmp);
      throw e;
    }
    if (durability == Durability.DISK) {
      try (var directory = FileChannel.open(target, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /** A Maildir may have lost a part of itself: what is missing is made. */
  private static void moveInto(Path target, Path tmp, String name, Path maildir)
      throws IOException {
    try {
      Files.move(tmp, target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      make(maildir);
      Files.move(tmp, target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void writeFile(Path tmp, byte[] lines, List<byte[]> content) throws IOException {
    try (var file =
        FileChannel.open(
            tmp, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), PRIVATE_FILE)) {
      var buffers = new ByteBuffer[content.size() + 1];
      buffers[0] = ByteBuffer.wrap(lines);
      for (int i = 0; i < content.size(); i++) {
        buffers[i + 1] = ByteBuffer.wrap(content.get(i));
      }
      long left = 0;
      for (var buffer : buffers) {
        left += buffer.remaining();
      }
      while (left > 0) {
        left -= file.write(buffers);
      }
      if (durability == Durability.DISK) {
        file.force(false);
      }
    } catch (IOException e) {
      Files.deleteIfExists(tmp);
      throw e;
    }
  }

  private static void make(Path maildir) throws IOException {
    for (var part : List.of("tmp", "new", "cur")) {
      Files.createDirectories(maildir.resolve(part), PRIVATE_DIRECTORY);
    }
  }
}
