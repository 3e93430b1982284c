package org.postseal.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.dns.server.ZoneServer;

/** The archive, unpacked elsewhere and run with a Java runtime alone. */
class InstalledTest {
  private static final Path ARCHIVE = Path.of(System.getProperty("distribution.archive"));
  private static final Path DEB = Path.of(System.getProperty("distribution.deb"));
  private static final String VERSION = System.getProperty("distribution.version");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private static Path directory;
  private static Path home;
  private static ZoneServer zone;

  private record Ran(int status, String out, String err) {}

  @BeforeAll
  static void unpack() throws Exception {
    assumeTrue(Files.exists(ARCHIVE), "packaging was skipped");
    var tar = run(List.of("tar", "-xzf", ARCHIVE.toString(), "-C", directory.toString()));
    assertThat(tar.status()).as(tar.err()).isZero();
    home = directory.resolve("postseal-" + VERSION);
    zone = ZoneServer.start();
  }

  @AfterAll
  static void stop() {
    if (zone != null) {
      zone.close();
    }
  }

  /** With an environment in which there is one Java and nothing of a checkout. */
  private static ProcessBuilder builder(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    var environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("HOME", directory.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put(
        "XDG_RUNTIME_DIR", Files.createDirectories(directory.resolve("run")).toString());
    return builder;
  }

  private static Ran run(List<String> command) throws Exception {
    var out = directory.resolve("out.txt");
    var err = directory.resolve("err.txt");
    var process = builder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static Ran postseal(String... words) throws Exception {
    return run(command(words));
  }

  private static List<String> command(String... words) {
    return Stream.concat(Stream.of(home.resolve("bin/postseal").toString()), Stream.of(words))
        .toList();
  }

  @Test
  void holdsWhatAnOperatorNeeds() {
    for (var file :
        List.of(
            "bin/postseal",
            "lib/quarkus-run.jar",
            "docs/install.md",
            "docs/settings.md",
            "README.md",
            "LICENSE",
            "bom.json",
            "etc/postseal.properties",
            "systemd/postseal.service",
            "share/man/man1/postseal.1",
            "share/man/man1/postseal-keys-create.1",
            "share/bash-completion/completions/postseal",
            "share/zsh/site-functions/_postseal")) {
      assertThat(home.resolve(file)).isRegularFile().isNotEmptyFile();
    }
    assertThat(home.resolve("bin/postseal")).isExecutable();
  }

  @Test
  void saysItsVersionAndItsHelp() throws Exception {
    assertThat(postseal("--version")).isEqualTo(new Ran(0, "postseal " + VERSION + "\n", ""));
    assertThat(postseal("up", "--help").out()).startsWith("Usage: postseal up ").contains("--data");
    assertThat(postseal("kees").err())
        .isEqualTo("postseal: no command kees; did you mean keys? (postseal --help)\n");
  }

  @Test
  void evaluatesAMessage() throws Exception {
    var message = directory.resolve("message.eml");
    Files.writeString(message, "From: a@sender.example\nSubject: x\n\nText.\n");
    var checked =
        postseal(
            "check", "--resolver", "127.0.0.1:" + zone.address().getPort(), message.toString());
    assertThat(checked.status()).as(checked.err()).isZero();
    assertThat(checked.out()).contains("\"decision\":{\"action\":\"accept\"");
  }

  @Test
  void anUnfitJavaIsOneLine() throws Exception {
    var old = Files.createDirectories(directory.resolve("java17"));
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
    assertThat(old.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    var builder = builder(command("--version"));
    builder.environment().put("JAVA_HOME", old.toString());
    var process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    var said = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isIn(0, 1);
    assertThat(said)
        .contains("JAVA_HOME is Java 17 (" + old + ")")
        .startsWith("postseal: ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          up --host-name not_a.name            | 78 | postseal.standalone.host-name is no host name: not_a.name
          up --config named.properties --host-name not_a.name | 78 | postseal.standalone.host-name is no host name: not_a.name
          up --config wrong.properties         | 78 | postseal.nonsense is not a setting
          up --data message.txt                | 78 | postseal.standalone.data: DIR/message.txt cannot be used: message.txt is no directory
          up --data /proc/none/such            | 78 | postseal.standalone.data: /proc/none/such cannot be used: /proc/none cannot be made
          up -Dpostseal.standalone.free-space=9000T | 1 | DIR/data1 has too little room:
          up --mx-port many                    | 2  | Invalid value for option '--mx-port': 'many' is not an int (postseal up --help)
          up --mx-prot 25                      | 2  | no option --mx-prot; did you mean --mx-port? (postseal up --help)
          up -Dpostseal.nonsense=1             | 78 | postseal.nonsense is not a setting (-D)
          up --broker-port 2525                | 78 | postseal.standalone.broker-port is that of the MX, 2525
          up --route a.example=nowhere         | 78 | postseal.relay.routes."a.example": not a route: 'nowhere'
          up --mx-port TAKEN                   | 1  | postseal.ingress.mx.port: port TAKEN of 0.0.0.0 is in use
          up --http-port TAKEN                 | 1  | quarkus.http.port: port TAKEN of 127.0.0.1 is in use
          up --broker-port TAKEN               | 1  | postseal.standalone.broker-port: port TAKEN of 127.0.0.1 is in use
          keys list --data nowhere             | 2  | cannot read the token file nowhere/registry-tokens;
          tail --data nowhere                  | 2  | cannot read nowhere/kafka-client.properties;
          send --from a@b.example --to c@d.example --data nowhere | 2 | no gateway runs with nowhere;
          keys list --url http://127.0.0.1:TAKEN --token-file token.txt | 1 | the registry at http://127.0.0.1:TAKEN cannot be reached:
          """)
  void aMistakeIsOneLineWithItsStatus(String words, int status, String line) throws Exception {
    Files.writeString(directory.resolve("message.txt"), "x");
    Files.writeString(
        directory.resolve("named.properties"), "postseal.standalone.host-name=mx.example\n");
    Files.writeString(directory.resolve("wrong.properties"), "postseal.nonsense=1\n");
    Files.writeString(directory.resolve("token.txt"), "secret:operator");
    // it listens, and closes every connection
    try (var taken = new ServerSocket(0, 1)) {
      var _ = Thread.ofVirtual().start(() -> closeAll(taken));
      var port = Integer.toString(taken.getLocalPort());
      var command = new ArrayList<>(List.of(words.replace("TAKEN", port).split(" ", -1)));
      if (words.startsWith("up ") && !words.contains("--data")) {
        command.addAll(List.of("--data", directory.resolve("data1").toString()));
      }
      var ran = postseal(command.toArray(String[]::new));
      assertThat(ran.err()).as(ran.out()).hasLineCount(1);
      assertThat(ran.err())
          .startsWith(
              "postseal: " + line.replace("TAKEN", port).replace("DIR", directory.toString()));
      assertThat(ran.status()).as(ran.err()).isEqualTo(status);
      assertThat(ran.out()).isEmpty();
    }
  }

  private static void closeAll(ServerSocket listening) {
    try {
      while (true) {
        listening.accept().close();
      }
    } catch (IOException _) {
      // it was closed itself
    }
  }

  @Test
  void takesAMailAndStops() throws Exception {
    int mx = freePort();
    int submission = freePort();
    var data = directory.resolve("data");
    var log = directory.resolve("up.log");
    var process =
        builder(
                command(
                    "up",
                    "--data",
                    data.toString(),
                    "--host-name",
                    "mx.receiver.example",
                    "--route",
                    "receiver.example=maildir:" + directory + "/mail/{local-part}",
                    "--mx-port",
                    Integer.toString(mx),
                    "--submission-port",
                    Integer.toString(submission),
                    "--submissions-port",
                    Integer.toString(freePort()),
                    "--http-port",
                    Integer.toString(freePort()),
                    "--broker-port",
                    Integer.toString(freePort()),
                    "-Dpostseal.verifier.dns.servers=127.0.0.1:" + zone.address().getPort(),
                    "-Dpostseal.relay.dns.servers=127.0.0.1:" + zone.address().getPort()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      awaitFile(process, data.resolve("gateway.properties"), log);
      setUp();
      var sent = send(mx);
      assertThat(sent.status()).as(sent.err() + Files.readString(log)).isZero();
      assertThat(sent.out()).contains("S: 250 2.0.0 ");
      var box = directory.resolve("mail/bob/new");
      awaitFile(process, box, log);
      awaitOneFileIn(box);
    } finally {
      process.destroy();
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isIn(0, 143);
    assertThat(data.resolve("kafka")).isDirectory();
    assertThat(data.resolve("gateway.properties")).doesNotExist();
  }

  /** Nothing says where the gateway is: it has noted that itself. */
  private static void setUp() throws Exception {
    var words = new ArrayList<>(List.of("setup", "--domain", "receiver.example"));
    words.addAll(List.of("--host-name", "mx.receiver.example", "--account", "bob"));
    words.addAll(List.of("--config", directory.resolve("postseal.properties").toString()));
    words.add("--no-dns-check");
    var first = postseal(words.toArray(String[]::new));
    assertThat(first.status()).as(first.err() + first.out()).isZero();
    assertThat(first.out())
        .contains(
            "The account bob has this password",
            "receiver.example. 3600 IN MX 10 mx.receiver.example.",
            "v=DKIM1; k=rsa; p=",
            "_dmarc.receiver.example. ",
            "postseal send --user bob");
    var second = postseal(words.toArray(String[]::new));
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.out()).doesNotContain("has this password").doesNotContain("Settings are in");
    assertThat(postseal("accounts", "list").out()).isEqualTo("bob  bob@receiver.example\n");
  }

  /** Once more while the new domain is not known everywhere. */
  private static Ran send(int mx) throws Exception {
    var words = new ArrayList<>(List.of("send", "--server", "127.0.0.1:" + mx, "--tls", "none"));
    words.addAll(List.of("--from", "a@sender.example", "--to", "bob@receiver.example"));
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      var sent = postseal(words.toArray(String[]::new));
      if (sent.status() == 0 || System.nanoTime() > end) {
        return sent;
      }
    }
  }

  private static void awaitFile(Process process, Path file, Path log) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(file)) {
      assertThat(process.isAlive() && System.nanoTime() < end).as(Files.readString(log)).isTrue();
      Thread.sleep(200);
    }
  }

  private static void awaitOneFileIn(Path box) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (count(box) == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(200);
    }
    assertThat(count(box)).isEqualTo(1);
  }

  private static long count(Path box) throws IOException {
    try (var files = Files.list(box)) {
      return files.count();
    }
  }

  @Test
  void theDebianPackageHoldsTheSame() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "no dpkg-deb");
    var listed = run(List.of("dpkg-deb", "--contents", DEB.toString()));
    assertThat(listed.status()).as(listed.err()).isZero();
    assertThat(listed.out())
        .containsPattern("-rwxr-xr-x .* \\./usr/share/postseal/bin/postseal\n")
        .contains("./usr/share/postseal/lib/quarkus-run.jar")
        .contains("./usr/bin/postseal -> /usr/share/postseal/bin/postseal")
        .contains("./usr/lib/systemd/system/postseal.service")
        .contains("./etc/postseal/postseal.properties")
        .contains("./usr/share/man/man1/postseal.1");
    var into = Files.createDirectory(directory.resolve("deb"));
    assertThat(run(List.of("dpkg-deb", "-R", DEB.toString(), into.toString())).status()).isZero();
    assertThat(into.resolve("usr/lib/systemd/system/postseal.service"))
        .content()
        .contains("ExecStart=/usr/bin/postseal up")
        .doesNotContain("/opt/");
    assertThat(into.resolve("DEBIAN/conffiles"))
        .content()
        .contains("/etc/postseal/postseal.properties");
    assertThat(into.resolve("DEBIAN/postrm")).content().doesNotContain("rm -rf");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
