package org.postseal.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.smtp.reply.Reply;

/**
 * A dialogue in a file.
 *
 * <pre>
 *   # why                          a comment; the first says what the transcript is about
 *   listener: mx                   which listener; mx if left out
 *   verdict: reject | defer | quarantine | fails
 *   signature: refused | deferred | fails
 *   write: nothing | ambiguous | fails
 *   C: a line                      sent with CRLF; several in a row are sent in one go
 *   C| octets\r\n                  sent without CRLF; knows \r \n \t \0 \xHH and *N (repeat N times)
 *   S: a line                      expected; a final … stands for anything
 *   S: closed                      the server closes
 *   TLS                            the client begins TLS
 *   stored: text                   the last stored message contains this; "nothing" if none is
 * </pre>
 */
final class Transcript {
  private static final Pattern ESCAPE = Pattern.compile("\\\\([rnt0]|x[0-9a-fA-F]{2})");

  private final List<String> lines;

  Transcript(Path file) {
    try {
      this.lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void play(Edge edge) {
    var unsent = new StringBuilder();
    var listener = Listener.valueOf(setting("listener").orElse("mx").toUpperCase(Locale.ROOT));
    setting("verdict").ifPresent(word -> edge.ports.verdict = verdict(word));
    setting("signature").ifPresent(word -> edge.ports.signature = signature(word));
    setting("write").ifPresent(word -> edge.ports.write = write(word));
    var heard = new ArrayList<String>();
    try (var client = new Client(edge.port(listener))) {
      if (listener == Listener.SUBMISSIONS) {
        client.startTls();
      }
      for (var line : lines) {
        if (line.startsWith("C: ") || line.equals("C:")) {
          unsent.append(line.length() > 3 ? line.substring(3) : "").append("\r\n");
          continue;
        }
        if (line.startsWith("C| ")) {
          unsent.append(unescape(line.substring(3)));
          continue;
        }
        if (!unsent.isEmpty()) {
          client.send(unsent.toString());
          unsent.setLength(0);
        }
        if (line.startsWith("S: ")) {
          var said = client.line();
          heard.add(said);
          assertThat(said).as("after %s", heard).satisfies(s -> matches(s, line.substring(3)));
        } else if (line.equals("TLS")) {
          client.startTls();
        } else if (line.startsWith("stored: ")) {
          checkStored(edge, line.substring("stored: ".length()));
        }
      }
    }
  }

  private static void checkStored(Edge edge, String expected) {
    if (expected.equals("nothing")) {
      assertThat(edge.ports.stored).isEmpty();
    } else {
      assertThat(edge.ports.stored.getLast().message()).contains(unescape(expected));
    }
  }

  private static void matches(String said, String expected) {
    if (expected.endsWith("…")) {
      assertThat(said).startsWith(expected.substring(0, expected.length() - 1));
    } else {
      assertThat(said).isEqualTo(expected);
    }
  }

  private Optional<String> setting(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  private static String unescape(String text) {
    int star = text.lastIndexOf('*');
    if (star > 0 && text.substring(star + 1).matches("[0-9]+")) {
      return unescape(text.substring(0, star)).repeat(Integer.parseInt(text.substring(star + 1)));
    }
    return ESCAPE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(unescaped(found.group(1))));
  }

  private static String unescaped(String escape) {
    return switch (escape.charAt(0)) {
      case 'r' -> "\r";
      case 'n' -> "\n";
      case 't' -> "\t";
      case '0' -> "\0";
      default -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
    };
  }

  private static Supplier<CompletionStage<VerificationOutcome>> verdict(String word) {
    var findings = Findings.of("test");
    return switch (word) {
      case "reject" -> () -> FakePorts.now(FakePorts.reject("5.7.26", "Not authenticated"));
      case "defer" ->
          () ->
              FakePorts.now(
                  new VerificationOutcome.Defer(Reply.of(451, "4.7.5", "No key now"), findings));
      case "quarantine" ->
          () -> FakePorts.now(new VerificationOutcome.Quarantine(new byte[0], findings));
      case "fails" -> Transcript::failed;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static Supplier<CompletionStage<SigningOutcome>> signature(String word) {
    var findings = Findings.of("test");
    return switch (word) {
      case "refused" ->
          () ->
              FakePorts.now(
                  new SigningOutcome.Refused(Reply.of(550, "5.7.1", "Not you"), findings));
      case "deferred" ->
          () ->
              FakePorts.now(
                  new SigningOutcome.Deferred(Reply.of(451, "4.7.5", "No key now"), findings));
      case "fails" -> Transcript::failed;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static Supplier<CompletionStage<StoreOutcome>> write(String word) {
    return switch (word) {
      case "nothing" ->
          () ->
              FakePorts.now(
                  new StoreOutcome.NotStored(StoreOutcome.Certainty.NOTHING_WRITTEN, "test"));
      case "ambiguous" ->
          () -> FakePorts.now(new StoreOutcome.NotStored(StoreOutcome.Certainty.AMBIGUOUS, "test"));
      case "fails" -> Transcript::failed;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static <T> CompletionStage<T> failed() {
    return CompletableFuture.failedStage(new IllegalStateException("test"));
  }
}
