package org.postseal.ingress.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postseal.ingress.session.Replies;
import org.postseal.smtp.reply.Reply;

/**
 * Every reply that the ingress makes is heard in a transcript. Together with the rule that {@link
 * Replies} is where replies are made (see ArchitectureTest), this is every reply a client can get,
 * but for those a verifier or a signer decides on.
 */
class RepliesTest {
  private static final Pattern HEARD = Pattern.compile("S[:+] ([2-5][0-9][0-9])[- ](.*)");

  /** What the replies look like that are made for the occasion, by the method that makes them. */
  private static final Map<String, Pattern> MADE =
      Map.ofEntries(
          Map.entry(
              "blocked", Pattern.compile("554 5\\.7\\.1 No mail from \\[\\S+] is taken here")),
          Map.entry("blocklisted", Pattern.compile("554 5\\.7\\.1 \\[\\S+] is listed in .+")),
          Map.entry("greeting", Pattern.compile("220 \\S+ ESMTP Postseal")),
          Map.entry("challenge", Pattern.compile("334 [A-Za-z0-9+/=]*")),
          Map.entry("hello", Pattern.compile("250 mx\\.example")),
          Map.entry("chunk", Pattern.compile("250 2\\.0\\.0 [0-9]+ octets received")),
          Map.entry(
              "repeated",
              Pattern.compile("550 5\\.6\\.0 There is more than one [A-Z][A-Za-z-]+ field")),
          Map.entry("stored", Pattern.compile("250 2\\.0\\.0 Ok: stored as .*")),
          Map.entry("stating", Pattern.compile("250 2\\.0\\.0 end")),
          Map.entry(
              "malformedQuery", Pattern.compile("501 5\\.5\\.4 Syntax error in XSIGNPOL: .+")),
          Map.entry("malformed", Pattern.compile("501 5\\.\\S+ Syntax error in [A-Z]+: .+")));

  private static List<String> heard;

  @BeforeAll
  static void readTranscripts() throws IOException, URISyntaxException {
    heard = new ArrayList<>();
    var folder = Objects.requireNonNull(RepliesTest.class.getResource("/transcripts"));
    try (var files = Files.walk(Path.of(folder.toURI()))) {
      for (var file : files.filter(f -> f.toString().endsWith(".smtp")).toList()) {
        for (var line : Files.readAllLines(file)) {
          var reply = HEARD.matcher(line);
          if (reply.matches()) {
            heard.add(reply.group(1) + " " + reply.group(2));
          }
        }
      }
    }
  }

  @Test
  void everyReplyIsHeardInATranscript() throws IllegalAccessException {
    var missing = new TreeSet<String>();
    for (var field : Replies.class.getDeclaredFields()) {
      if (field.getType() == Reply.class && Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        var text = new String(((Reply) field.get(null)).octets(), UTF_8).replace("\r\n", "");
        if (!heard.contains(text)) {
          missing.add(field.getName() + ": " + text);
        }
      }
    }
    assertThat(missing).as("replies that no transcript hears").isEmpty();
  }

  @Test
  void everyReplyMadeForTheOccasionIsHeardInATranscript() {
    var missing = new TreeSet<String>();
    for (var method : Replies.class.getDeclaredMethods()) {
      if (method.getReturnType() == Reply.class && !Modifier.isPrivate(method.getModifiers())) {
        var pattern = MADE.get(method.getName());
        if (pattern == null || heard.stream().noneMatch(pattern.asMatchPredicate())) {
          missing.add(method.getName());
        }
      }
    }
    assertThat(missing).as("replies that no transcript hears, or MADE does not know").isEmpty();
  }
}
