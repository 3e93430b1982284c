package org.postseal.endtoend.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postseal.endtoend.gateway.Waiting;

/**
 * Postfix that asks opendkim and opendmarc before it says 250, and relays to a sink: what many run
 * where Postseal could be. The milters are asked over Unix sockets. Needs root, and the programs.
 *
 * <p>opendmarc knows no other resolver than the system's: it runs with an {@code /etc/resolv.conf}
 * of its own, in a mount namespace of its own. Its SPF library lets everything from loopback pass,
 * so it does not check SPF: less work than Postseal has.
 */
final class VerifyingPostfix implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NAME = "mx.peer.example";

  private final Path directory;
  private final int port;
  private final SmtpSink sink;
  private final List<Process> milters = new ArrayList<>();

  private VerifyingPostfix(Path directory, int port, SmtpSink sink) {
    this.directory = directory;
    this.port = port;
    this.sink = sink;
  }

  /** What is missing to run it here. */
  static Optional<String> missing() {
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of("root's rights");
    }
    for (var program : List.of("postfix", "smtp-sink", "opendkim", "opendmarc", "unshare")) {
      if (SmtpSink.program(program).isEmpty()) {
        return Optional.of(program + " (Debian: apt-get install postfix opendkim opendmarc)");
      }
    }
    return Optional.empty();
  }

  /**
   * Starts it.
   *
   * @param directory empty
   * @param recipients the domain it takes mail for
   * @param dns answers on port 53 of loopback
   */
  static VerifyingPostfix start(Path directory, String recipients, InetAddress dns)
      throws IOException, InterruptedException {
    var sink = SmtpSink.start().orElseThrow();
    var peer = new VerifyingPostfix(directory, freePort(), sink);
    peer.startOpenDkim(dns);
    peer.startOpenDmarc(dns);
    peer.startPostfix(recipients);
    return peer;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void startOpenDkim(InetAddress dns) throws IOException {
    var others = write("others", "192.0.2.1\n");
    var configuration =
        write(
            "opendkim.conf",
            """
            Mode v
            Nameservers %s
            AutoRestart yes
            AutoRestartRate 100/1h
            AuthservID %s
            AlwaysAddARHeader yes
            InternalHosts %s
            RequireSafeKeys no
            Syslog no
            UMask 000
            """
                .formatted(dns.getHostAddress(), NAME, others));
    milter(List.of("opendkim", "-f", "-x", configuration.toString(), "-p", socket("opendkim")));
  }

  private void startOpenDmarc(InetAddress dns) throws IOException {
    var resolv = write("resolv.conf", "nameserver " + dns.getHostAddress() + "\n");
    var configuration =
        write(
            "opendmarc.conf",
            """
            AuthservID %s
            TrustedAuthservIDs %s
            IgnoreHosts %s
            RejectFailures true
            SPFSelfValidate false
            SPFIgnoreResults true
            Syslog false
            UMask 000
            """
                .formatted(NAME, NAME, directory.resolve("others")));
    milter(
        List.of(
            "unshare",
            "-m",
            "sh",
            "-c",
            "mount --bind %s /etc/resolv.conf && exec opendmarc -f -c %s -p %s"
                .formatted(resolv, configuration, socket("opendmarc"))));
  }

  private String socket(String name) {
    return "unix:" + directory.resolve(name + ".sock");
  }

  private void milter(List<String> command) throws IOException {
    milters.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start());
  }

  private void startPostfix(String recipients) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("spool"));
    var lookup = directory.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(
        Files.createDirectories(directory.resolve("data")),
        lookup.lookupPrincipalByName("postfix"));
    write(
        "main.cf",
        """
        compatibility_level = 3.6
        queue_directory = %1$s/spool
        data_directory = %1$s/data
        maillog_file = %1$s/log
        maillog_file_prefixes = %1$s
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = %2$s
        mydestination =
        mynetworks = 192.0.2.1/32
        relay_domains = %3$s
        relayhost = [127.0.0.1]:%4$d
        smtpd_relay_restrictions = reject_unauth_destination
        smtpd_peername_lookup = no
        smtp_host_lookup = native
        alias_maps =
        message_size_limit = 104857600
        smtpd_milters = %5$s, %6$s
        milter_default_action = tempfail
        """
            .formatted(
                directory, NAME, recipients, sink.port(), socket("opendkim"), socket("opendmarc")));
    write(
        "master.cf",
        """
        127.0.0.1:%d inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        proxymap unix - - n - - proxymap
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        tlsmgr unix - - n 1000? 1 tlsmgr
        postlog unix-dgram n - n - 1 postlogd
        """
            .formatted(port));
    postfix("start");
    Waiting.until("Postfix", LIMIT, () -> isListening() ? Optional.of(true) : Optional.empty());
  }

  private boolean isListening() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private void postfix(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("postfix", "-c", directory.toString(), command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("postfix " + command + ": " + Files.readString(log()));
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path log() {
    return directory.resolve("log");
  }

  /** Where it takes mail. */
  int port() {
    return port;
  }

  /**
   * Brings the messages and waits until the sink has them.
   *
   * @throws IllegalStateException if one of them was not accepted or not delivered in time
   */
  LoadFigures bring(Couriers couriers, LoadPlan plan) throws InterruptedException {
    int before = sink.messages();
    var processorBefore = processorTime();
    long began = System.nanoTime();
    var brought = couriers.bring(plan.messages(), plan.sessions());
    Waiting.until(
        plan.messages() + " messages in the sink",
        LIMIT,
        () -> sink.messages() - before >= plan.messages() ? Optional.of(true) : Optional.empty());
    return new LoadFigures(
        plan.messages(),
        brought.took(),
        Duration.ofNanos(sink.lastNanos() - began),
        processorTime().minus(processorBefore),
        brought.replies(),
        brought.deferred());
  }

  private Duration processorTime() {
    var roots = new ArrayList<>(milters.stream().map(Process::pid).toList());
    try {
      var master = Files.readString(directory.resolve("spool/pid/master.pid"));
      roots.add(Long.parseLong(master.strip()));
    } catch (IOException e) {
      throw new IllegalStateException("Postfix has no master", e);
    }
    return ProcessTree.processorTime(roots);
  }

  @Override
  public void close() {
    try {
      postfix("stop");
    } catch (IOException | IllegalStateException e) {
      System.err.println(e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    milters.forEach(Process::destroy);
    sink.close();
  }
}
