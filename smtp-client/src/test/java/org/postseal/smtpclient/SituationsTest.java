package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.smtpclient.Transaction.Needs;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.Reachable;
import org.postseal.smtpclient.hosts.ZoneInMemory;

/** Everything in situations.txt, with real sockets; the file says how it is written. */
class SituationsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(5);

  private static SSLContext tls;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    tls =
        TestCertificate.make(directory.resolve("key.p12"), "SAN=dns:someone.else.example")
            .serving();
  }

  /** One block of the file. */
  record Situation(String title, Map<String, String> options, String script, List<String> ends) {
    boolean has(String option) {
      return options.containsKey(option);
    }

    String[] scripts() {
      return script.split("(?m)^--\n", -1);
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static List<Situation> situations() throws IOException {
    String text;
    try (InputStream in = SituationsTest.class.getResourceAsStream("situations.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var blocks = text.split("(?m)^# ", -1);
    var words = words(blocks[0]);
    return Stream.of(blocks).skip(1).map(block -> situation(block, words)).toList();
  }

  private static Map<String, String> words(String text) {
    var words = new HashMap<String, String>();
    var name = Optional.<String>empty();
    var head = text.substring(text.indexOf("\n{ehlo}\n") + 1);
    for (var line : head.lines().filter(line -> !line.isEmpty()).toList()) {
      boolean begins = line.startsWith("{") && !words.containsKey(line);
      if (begins) {
        name = Optional.of(line);
        words.put(line, "");
      } else {
        words.merge(name.orElseThrow(), expanded(line, words), String::concat);
      }
    }
    return words;
  }

  private static String expanded(String line, Map<String, String> words) {
    return line.startsWith("{") ? words.get(line) : line + "\n";
  }

  private static Situation situation(String block, Map<String, String> words) {
    var lines = block.lines().filter(line -> !line.isEmpty()).toList();
    var head = lines.getFirst().split(" \\| ", 2);
    var options = new LinkedHashMap<String, String>();
    if (head.length > 1) {
      for (var option : head[1].split(" ", -1)) {
        var parts = option.split("=", 2);
        options.put(parts[0], parts.length > 1 ? parts[1] : "");
      }
    }
    var script = new StringBuilder();
    var ends = new ArrayList<String>();
    for (var line : lines.subList(1, lines.size())) {
      if (line.startsWith("=> ")) {
        ends.add(line.substring(3));
      } else {
        script.append(expanded(line, words));
      }
    }
    return new Situation(head[0], options, script.toString(), ends);
  }

  @Test
  void thereAreMany() throws IOException {
    assertThat(situations().stream().map(Situation::title).distinct())
        .hasSizeGreaterThanOrEqualTo(80);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void endsAsItHasTo(Situation situation) throws Exception {
    try (var watch = new Watch();
        var connections = new Connections(new Connections.Reuse(LONG, 100));
        var hop = new ScriptedNextHop(Optional.of(tls), situation.scripts())) {
      var client = client(situation, hop.port(), connections, watch);
      if (situation.has("twice")) {
        var _ = send(client, situation, hop);
      }
      var began = System.nanoTime();
      var outcomes = send(client, situation, hop);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
      assertThat(outcomes).hasSize(2);
      for (var end : situation.ends()) {
        check(end, outcomes);
      }
      assertThat(hop.complaints()).isEmpty();
    }
  }

  private static void check(String end, Map<String, Outcome> outcomes) {
    var parts = end.split(" ", 3);
    for (int i = 0; i < parts[0].length(); i++) {
      var outcome = outcomes.get(parts[0].charAt(i) + "@dest.example");
      assertThat(outcome.word() + " " + outcome.reply()).startsWith(parts[1]).contains(parts[2]);
    }
  }

  private static Map<String, Outcome> send(
      NextHopClient client, Situation situation, ScriptedNextHop hop) {
    var transaction = transaction(situation.options().getOrDefault("content", "x*1"));
    if (situation.has("lmtp")) {
      return client.sendTo(hop.endpoint(), Protocol.LMTP, transaction);
    }
    return client.sendToDomain("dest.example", transaction);
  }

  private static Transaction transaction(String content) {
    var parts = content.split("\\*", 2);
    var octets =
        (parts[0].repeat(Integer.parseInt(parts[1])) + "\r\n").getBytes(StandardCharsets.UTF_8);
    boolean ascii = parts[0].toLowerCase(Locale.ROOT).equals("x");
    return new Transaction(
        "a@example.com",
        List.of("b@dest.example", "c@dest.example"),
        new Transaction.Content(
            List.of(octets), octets.length, ascii ? Needs.NOTHING : Needs.EIGHT_BIT));
  }

  private static NextHopClient client(
      Situation situation, int port, Connections connections, Watch watch) {
    var zone =
        new ZoneInMemory()
            .mx("dest.example", 10, "mx1.dest.example")
            .address("mx1.dest.example", "127.0.0.1");
    if (situation.has("hosts")) {
      zone.mx("dest.example", 20, "mx2.dest.example").address("mx2.dest.example", "127.0.0.1");
    }
    var budget =
        Duration.ofMillis(Long.parseLong(situation.options().getOrDefault("budget", "60000")));
    var endOfData = situation.has("budget") ? LONG : SHORT;
    var command =
        situation.has("budget") ? LONG : situation.has("tls") ? SHORT.multipliedBy(4) : SHORT;
    var dialogue =
        new Dialogue(
            "gw.example.com",
            situation.has("tls") ? Dialogue.StartTls.WHERE_OFFERED : Dialogue.StartTls.NEVER,
            new Timeouts(SHORT, SHORT, command, SHORT, SHORT, endOfData),
            100,
            situation.has("as-is") ? Set.of("dest.example") : Set.of());
    return new NextHopClient(
        new MailExchangers(zone, new MailExchangers.Limits(5, 5, Set.of(), Reachable.EVEN_HERE)),
        new NextHopClient.Habits(
            dialogue,
            TlsRules.none(),
            new HostPace(HostPace.Limits.DEFAULT),
            new NextHopClient.Reach(port, budget)),
        connections,
        watch);
  }
}
