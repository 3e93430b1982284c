package org.postseal.registry.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;

/** The primary server of example.com, as two projects write it; takes updates of a key's TXT. */
enum PrimaryServer {
  KNOT,
  BIND;

  static final String SECRET = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0ISE=";
  static final String OTHER_SECRET = "YW5vdGhlciBzZWNyZXQsIG5vdCB0aGUgc2FtZSE=";
  static final String READER_SECRET = "dGhlIHJlYWRlcidzIHNlY3JldCwgMzIgb2N0ZXRzIQ==";

  private static final String ZONE =
      """
      $TTL 60
      @ IN SOA ns1.example.com. hostmaster.example.com. 1 3600 600 86400 60
      @ IN NS ns1.example.com.
      ns1 IN A 127.0.0.1
      """;

  static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Runs it in a directory of its own. */
  DnsProgram start(Path directory, int port) throws IOException, InterruptedException {
    var zone = Files.writeString(directory.resolve("example.com.zone"), ZONE);
    var dns =
        DnsjavaDns.ofZone(
            ResolverSettings.of(List.of(at(port))).withPatience(Duration.ofMillis(500)));
    return DnsProgram.start(
        switch (this) {
          case KNOT -> knot(directory, port);
          case BIND -> bind(directory, zone, port);
        },
        directory,
        () -> dns.nameServers(DomainName.of("example.com")) instanceof DnsAnswer.Found<DomainName>);
  }

  private static List<String> knot(Path directory, int port) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("knot.conf"),
            """
            server:
                rundir: "%1$s"
                listen: 127.0.0.1@%2$d
            log:
              - target: stderr
                any: info
            database:
                storage: "%1$s"
            key:
              - id: postseal
                algorithm: hmac-sha256
                secret: %3$s
              - id: reader
                algorithm: hmac-sha256
                secret: %4$s
            acl:
              - id: records
                key: postseal
                action: update
            zone:
              - domain: example.com
                storage: "%1$s"
                file: example.com.zone
                acl: records
                journal-content: changes
            """
                .formatted(directory, port, SECRET, READER_SECRET));
    return List.of(DnsProgram.installed("knotd"), "-c", file.toString());
  }

  private static List<String> bind(Path directory, Path zone, int port) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("named.conf"),
            """
            options {
              directory "%1$s";
              listen-on port %2$d { 127.0.0.1; };
              listen-on-v6 { none; };
              pid-file none;
              session-keyfile none;
              recursion no;
              dnssec-validation no;
            };
            controls { };
            key postseal { algorithm hmac-sha256; secret "%3$s"; };
            key reader { algorithm hmac-sha256; secret "%4$s"; };
            zone "example.com" {
              type primary;
              file "%5$s";
              update-policy { grant postseal zonesub TXT; };
            };
            """
                .formatted(directory, port, SECRET, READER_SECRET, zone));
    return List.of(DnsProgram.installed("named"), "-g", "-c", file.toString());
  }
}
