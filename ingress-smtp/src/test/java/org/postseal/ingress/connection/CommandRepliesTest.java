package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table of RFC 5321 §4.3.2 against what the transcripts hear: every code this server gives to a
 * command is heard behind that command, and none is that the table does not allow there.
 */
class CommandRepliesTest {
  /** May be the reply to any command (§4.2.4, §4.3.2, §3.8), or to sending too early. */
  private static final Set<String> ANY = Set.of("421", "500", "501", "554");

  /** A row: what RFC 5321 allows, or the RFC of the extension, and what of it we give. */
  private record Row(String of, String allowed, String given) {}

  private static final List<Row> TABLE =
      List.of(
          new Row("connection", "220 554", "220 421"),
          new Row("EHLO", "250 504 550 502", "250 501 554"),
          new Row("HELO", "250 504 550 502", "250"),
          // 530 by RFC 3207 §4 and RFC 4954 §6; 450 for an account that sends too much, like
          // Postfix
          new Row(
              "MAIL",
              "250 552 450 451 452 550 553 503 455 555 530",
              "250 421 450 501 503 530 550 552 553 555"),
          new Row(
              "RCPT",
              "250 251 550 551 552 553 450 451 452 503 455 555",
              "250 451 452 501 503 550 553 555"),
          // 452 is what the table has for the content; before 354 it costs the client less
          new Row("DATA", "354 450 452 550 503 554", "354 501 503 554"),
          new Row("content", "250 552 554 451 452 450 550", "250 451 452 500 550 552 554"),
          // RFC 3030 §2
          new Row("BDAT", "250 552 554 451 452 450 550 503", "250 452 500 501 503 550 552 554"),
          new Row("RSET", "250", "250 501"),
          new Row("VRFY", "250 251 252 550 551 553 502 504", "252 501"),
          new Row("EXPN", "250 252 550 500 502 504", "502 501"),
          new Row("HELP", "211 214 502 504", "214"),
          new Row("NOOP", "250", "250"),
          new Row("QUIT", "221", "221 501"),
          // RFC 3207 §4
          new Row("STARTTLS", "220 454 502 503", "220 501 502 503 554"));

  private static final Map<String, Set<String>> HEARD = new TreeMap<>();

  @BeforeAll
  static void readTranscripts() throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(CommandRepliesTest.class.getResource("/transcripts"));
    try (var files = Files.walk(Path.of(folder.toURI()))) {
      for (var file : files.filter(f -> f.toString().endsWith(".smtp")).toList()) {
        new Listening().to(Files.readAllLines(file));
      }
    }
  }

  @Test
  void everyRowOfTheTableIsHeard() {
    for (var row : TABLE) {
      assertThat(HEARD.get(row.of())).as(row.of()).containsAll(codes(row.given()));
    }
  }

  @Test
  void noCommandHearsWhatTheTableDoesNotAllow() {
    for (var row : TABLE) {
      var allowed = new TreeSet<>(codes(row.allowed()));
      allowed.addAll(ANY);
      assertThat(allowed).as(row.of()).containsAll(HEARD.get(row.of()));
    }
  }

  private static List<String> codes(String words) {
    return Arrays.asList(words.split(" ", -1));
  }

  /** Puts together what was said and what was answered. */
  private static final class Listening {
    private final List<String> unanswered = new ArrayList<>();
    private final Set<String> known = new HashSet<>(Set.of("first"));
    private boolean greeted;
    private boolean content;

    void to(List<String> lines) {
      for (var line : lines) {
        if (line.startsWith("C: ") || line.startsWith("C| ")) {
          unanswered.add(line.substring(3));
        } else if (line.startsWith("CLIENT ")) {
          unanswered.clear();
          content = false;
          greeted = !known.add(line.split(" ", -1)[1]);
        } else if (line.matches("S[:+] [2-5][0-9][0-9] .*")) {
          answered(line.substring(3, 6));
        }
      }
    }

    private void answered(String code) {
      if (!greeted && unanswered.isEmpty()) {
        hear("connection", code);
        greeted = true;
      } else if (content) {
        hear("content", code);
        unanswered.clear();
        content = false;
      } else if (!unanswered.isEmpty()) {
        var verb = verb(unanswered.getFirst());
        hear(verb, code);
        if (verb.equals("BDAT")) {
          unanswered.clear(); // its chunk is in there, too
        } else {
          unanswered.removeFirst();
        }
        content = code.equals("354");
      }
    }

    private static void hear(String what, String code) {
      HEARD.computeIfAbsent(what, _ -> new TreeSet<>()).add(code);
    }

    private static String verb(String line) {
      return line.split("[ \\\\]", 2)[0].toUpperCase(Locale.ROOT);
    }
  }
}
