package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.Envelope;
import org.postseal.topics.ReversePathProof;

/** A dialogue in a file; the README beside the transcripts says how they are written. */
final class Transcript {
  private static final Pattern HEADER =
      Pattern.compile("#|(listener|settings|verdict|signature|write): ");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([rnt0]|x[0-9a-fA-F]{2})");

  private final List<String> lines;

  Transcript(Path file) {
    try {
      this.lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the server is to differ from the usual one. */
  Wishes wishes() {
    return setting("settings").map(Wishes::parse).orElseGet(Wishes::usual);
  }

  void play(Edge edge) {
    setting("verdict").ifPresent(word -> edge.ports.verdict = verdict(word));
    setting("signature").ifPresent(word -> edge.ports.signature = signature(word));
    setting("write").ifPresent(word -> edge.ports.write = write(word));
    try (var playing = new Playing(edge, setting("listener").orElse("mx"))) {
      lines.forEach(playing::play);
      playing.sendAll();
    }
  }

  /** One run of the dialogue: its clients, and what the one that is talking has not sent yet. */
  private static final class Playing implements AutoCloseable {
    private final Edge edge;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final StringBuilder unsent = new StringBuilder();
    private final List<String> heard = new ArrayList<>();
    private Client talking;

    Playing(Edge edge, String listener) {
      this.edge = edge;
      this.talking = connect("first", listener);
    }

    private Client connect(String name, String word) {
      var listener = Listener.valueOf(word.toUpperCase(Locale.ROOT));
      return clients.computeIfAbsent(
          name,
          _ -> {
            var client = new Client(edge.port(listener));
            if (listener == Listener.SUBMISSIONS) {
              client.startTls();
            }
            return client;
          });
    }

    void play(String line) {
      if (line.startsWith("C: ") || line.equals("C:")) {
        unsent.append(octetsOf(line.length() > 3 ? line.substring(3) : "")).append("\r\n");
        return;
      }
      if (line.startsWith("C| ")) {
        unsent.append(unescape(octetsOf(line.substring(3))));
        return;
      }
      sendAll();
      if (line.startsWith("S: ")) {
        hear(talking.line(), line.substring(3));
      } else if (line.startsWith("S+ ")) {
        hear(talking.reply(), line.substring(3));
      } else if (line.equals("TLS")) {
        talking.startTls();
      } else if (line.equals("STOP")) {
        var _ = edge.server.stop(Duration.ofSeconds(10));
      } else if (line.startsWith("CLIENT ")) {
        var words = line.split(" ", -1);
        talking = connect(words[1], words.length > 2 ? words[2] : "mx");
      } else if (line.startsWith("stored: ")) {
        checkStored(edge, line.substring("stored: ".length()));
      } else if (line.startsWith("asked: ")) {
        assertThat(asked(edge)).contains(line.substring("asked: ".length()));
      } else if (!line.isBlank() && !HEADER.matcher(line).lookingAt()) {
        throw new IllegalArgumentException("not a line of a transcript: " + line);
      }
    }

    private void hear(String said, String expected) {
      heard.add(said);
      assertThat(said).as("after %s", heard).satisfies(s -> matches(s, expected));
    }

    void sendAll() {
      if (!unsent.isEmpty()) {
        talking.send(unsent.toString());
        unsent.setLength(0);
      }
    }

    @Override
    public void close() {
      clients.values().forEach(Client::close);
    }
  }

  /** Text beyond ASCII stands for its octets in UTF-8. */
  private static String octetsOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static void checkStored(Edge edge, String expected) {
    if (expected.equals("nothing")) {
      assertThat(edge.ports.stored).isEmpty();
    } else {
      assertThat(edge.ports.stored.getLast().message()).contains(unescape(octetsOf(expected)));
    }
  }

  /** What the last envelope tells the relay, a line each. */
  private static List<String> asked(Edge edge) {
    var envelope = edge.ports.stored.getLast().transaction().envelope();
    var asked = new ArrayList<String>();
    if (envelope.smtpUtf8()) {
      asked.add("smtputf8");
    }
    asked.add("proven=" + envelope.reversePathProof().map(ReversePathProof::word).orElse("no"));
    var requests = envelope.requests().orElse(Envelope.Requests.NONE);
    if (requests.requireTls()) {
      asked.add("requiretls");
    }
    requests.ret().ifPresent(ret -> asked.add("ret=" + ret));
    requests.envid().ifPresent(envid -> asked.add("envid=" + envid));
    requests
        .recipients()
        .forEach(
            (path, of) ->
                asked.add(
                    path
                        + of.notifyOn().map(on -> " notify=" + on).orElse("")
                        + of.orcpt().map(address -> " orcpt=" + address).orElse("")));
    return asked;
  }

  private static void matches(String said, String expected) {
    if (expected.endsWith("…")) {
      assertThat(said).startsWith(octetsOf(expected.substring(0, expected.length() - 1)));
    } else {
      assertThat(said).isEqualTo(octetsOf(expected));
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
          () ->
              FakePorts.now(
                  new VerificationOutcome.Quarantine(new byte[0], Optional.empty(), findings));
      case "network-waits" ->
          () ->
              FakePorts.now(
                  new VerificationOutcome.Defer(
                      Replies.NETWORK_WAITS, Findings.of("too-many-open-questions")));
      case "late" ->
          () -> FakePorts.now(new VerificationOutcome.Defer(Replies.NO_ANSWER, findings));
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
