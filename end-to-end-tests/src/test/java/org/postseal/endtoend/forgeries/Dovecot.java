package org.postseal.endtoend.forgeries;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Whom Dovecot's ENVELOPE (RFC 9051 §7.5.2) names as authors: what mail programs list over IMAP.
 */
final class Dovecot {
  private static final Path DOVEADM = Path.of("/usr/bin/doveadm");
  private static final int AUTHORS = 2; // behind date and subject
  private static final int HOST = 3; // behind name, route and mailbox

  private Dovecot() {}

  /** Skips the calling test where there is no Dovecot, or nobody whom it could run as. */
  static void orSkip() {
    assumeTrue(Files.isExecutable(DOVEADM), () -> "there is no " + DOVEADM + " to read with");
    assumeTrue(System.getProperty("user.name").equals("root"), "doveadm is run as root");
  }

  /** Those of the messages of which the victim is an author to it. */
  static SortedSet<String> deceived(Map<String, byte[]> messages, Path folder)
      throws IOException, InterruptedException {
    var mail = Files.createDirectories(folder.resolve("mail/cur"));
    Files.createDirectories(folder.resolve("mail/new"));
    Files.createDirectories(folder.resolve("mail/tmp"));
    for (var message : messages.entrySet()) {
      Files.write(mail.resolve(message.getKey() + ":2,"), message.getValue());
    }
    var deceived = new TreeSet<String>();
    var lines = fetch(folder);
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      var envelope = lines.get(i + 1).substring("imap.envelope: ".length());
      if (new Parenthesised(envelope).hosts().stream().anyMatch(Dovecot::isTheVictim)) {
        deceived.add(lines.get(i).substring("guid: ".length()));
      }
    }
    if (lines.size() != 2 * messages.size()) {
      throw new IllegalStateException(lines.size() + " lines for " + messages.size());
    }
    return deceived;
  }

  private static boolean isTheVictim(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.equals(Forgery.VICTIM) || name.endsWith("." + Forgery.VICTIM);
  }

  private static List<String> fetch(Path folder) throws IOException, InterruptedException {
    var settings = folder.resolve("dovecot.conf");
    Files.writeString(
        settings,
        """
        log_path = %1$s/log
        base_dir = %1$s/run
        mail_location = maildir:%1$s/mail
        mail_home = %1$s
        mail_uid = mail
        mail_gid = mail
        first_valid_uid = 1
        first_valid_gid = 1
        ssl = no
        """
            .formatted(folder));
    run(folder, "chown", "-R", "mail:mail", folder.toString());
    return run(
        folder,
        DOVEADM.toString(),
        "-c",
        settings.toString(),
        "fetch",
        "guid imap.envelope",
        "ALL");
  }

  private static List<String> run(Path folder, String... command)
      throws IOException, InterruptedException {
    var output = Files.createTempFile("dovecot", ".txt");
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("USER", "mail");
      builder.environment().put("HOME", folder.toString());
      var process = builder.start();
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(Files.readString(output, StandardCharsets.ISO_8859_1));
      }
      return Files.readAllLines(output, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> !line.isBlank() && !line.equals("\f"))
          .toList();
    } finally {
      Files.delete(output);
    }
  }

  /** A list of IMAP's: strings in quotation marks, NIL, and lists of these. */
  private static final class Parenthesised {
    private final String text;
    private int at;

    Parenthesised(String text) {
      this.text = text;
    }

    /** The hosts of the authors. */
    List<String> hosts() {
      for (int i = 0; i < AUTHORS; i++) {
        skip();
      }
      var hosts = new ArrayList<String>();
      if (text.charAt(at) == '(') {
        at++;
        while (text.charAt(at) == '(') {
          hosts.add(host());
        }
      }
      return hosts;
    }

    private String host() {
      at++;
      for (int i = 0; i < HOST; i++) {
        skip();
      }
      var host = string();
      at++; // its parenthesis
      return host;
    }

    /** A string and the blank behind it. */
    private void skip() {
      string();
      at++;
    }

    private String string() {
      if (text.startsWith("NIL", at)) {
        at += "NIL".length();
        return "";
      }
      var value = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\') {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }
  }
}
