package org.postseal.commandline.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.postseal.commandline.PostsealCommand;

/** One dialogue in the clear with a server that follows a script. */
class SendCommandTest {

  private record Sent(int status, String out, String err, List<String> heard) {}

  /** What the server says to each verb in turn; the first is the greeting. */
  private static Sent send(List<String> replies, String... more) throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var heard = CompletableFuture.supplyAsync(() -> serve(socket, replies));
      var arguments =
          new ArrayList<>(
              List.of(
                  "send",
                  "--server",
                  "127.0.0.1:" + socket.getLocalPort(),
                  "--tls",
                  "none",
                  "--from",
                  "alice@a.example",
                  "--to",
                  "bob@b.example"));
      arguments.addAll(List.of(more));
      var out = new StringWriter();
      var err = new StringWriter();
      int status =
          PostsealCommand.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(arguments.toArray(String[]::new));
      return new Sent(status, out.toString(), err.toString(), heard.get());
    }
  }

  private static List<String> serve(ServerSocket listening, List<String> replies) {
    var heard = new ArrayList<String>();
    try (var client = listening.accept()) {
      var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
      var out = client.getOutputStream();
      for (var reply : replies) {
        out.write((reply + "\r\n").getBytes(UTF_8));
        var line = in.readLine();
        while (line != null && reply.startsWith("354") && !line.equals(".")) {
          heard.add(line);
          line = in.readLine();
        }
        if (line == null) {
          break;
        }
        heard.add(line);
      }
    } catch (IOException _) {
      heard.add("(closed)");
    }
    return heard;
  }

  @Test
  void aMessageIsTakenAndTheDialogueShown() throws Exception {
    var sent =
        send(
            List.of(
                "220 mx.b.example ESMTP",
                "250-mx.b.example\r\n250 SIZE 1000",
                "250 2.1.0 ok",
                "250 2.1.5 ok",
                "354 go on",
                "250 2.0.0 accepted as TX1",
                "221 2.0.0 bye"));

    assertThat(sent.status()).as(sent.err()).isZero();
    assertThat(sent.heard())
        .startsWith(
            "EHLO localhost", "MAIL FROM:<alice@a.example>", "RCPT TO:<bob@b.example>", "DATA")
        .contains("From: <alice@a.example>", "To: <bob@b.example>", ".", "QUIT");
    assertThat(sent.out())
        .containsSubsequence(
            "S: 220 mx.b.example ESMTP",
            "C: EHLO localhost",
            "S: 250-mx.b.example",
            "S: 250 SIZE 1000",
            "C: DATA",
            "S: 250 2.0.0 accepted as TX1");
  }

  @Test
  void aRefusalIsStatus1AndOneLine() throws Exception {
    var sent = send(List.of("220 mx", "250 mx", "250 ok", "550 5.7.1 no \u001b[2Jrelaying"));
    assertThat(sent.status()).isEqualTo(1);
    assertThat(sent.err())
        .isEqualTo("postseal: the server says 550 5.7.1 no ?[2Jrelaying\n")
        .hasLineCount(1);
    assertThat(sent.out()).doesNotContain("\u001b");
  }

  @Test
  void aPasswordNeverCrossesTheClear() throws Exception {
    var before = System.in;
    System.setIn(new ByteArrayInputStream("secret\n".getBytes(UTF_8)));
    try {
      var sent = send(List.of("220 mx", "250-mx\r\n250 AUTH PLAIN"), "--user", "alice");
      assertThat(sent.status()).isEqualTo(1);
      assertThat(sent.err()).isEqualTo("postseal: a password is sent over TLS only\n");
      assertThat(String.join("\n", sent.heard())).doesNotContain("AUTH");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aServerThatIsNotThereIsOneLine() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var err = new StringWriter();
    int status =
        PostsealCommand.commandLine()
            .setOut(new PrintWriter(new StringWriter(), true))
            .setErr(new PrintWriter(err, true))
            .execute(
                "send",
                "--server",
                "127.0.0.1:" + port,
                "--from",
                "a@a.example",
                "--to",
                "b@b.example");
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).startsWith("postseal: 127.0.0.1:" + port + ": ").hasLineCount(1);
  }
}
