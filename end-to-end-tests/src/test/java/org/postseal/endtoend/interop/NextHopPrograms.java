package org.postseal.endtoend.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.endtoend.gateway.Waiting;

/** Other people's servers as next hops of ours, each on a free port of loopback, with TLS. */
final class NextHopPrograms {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final Path certificate;
  private final Path key;

  /**
   * @param directory theirs; users of theirs must be able to reach it
   * @param certificate of them all, PEM
   * @param key of it, PEM
   */
  NextHopPrograms(Path directory, Path certificate, Path key) {
    this.directory = directory;
    this.certificate = certificate;
    this.key = key;
    assumeTrue(System.getProperty("user.name").equals("root"), "servers change users: needs root");
  }

  /**
   * One of them, running.
   *
   * @param log what it says and notes
   */
  record Running(int port, Path log, End end) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      end.end();
    }
  }

  /** Ends a server. */
  interface End {
    void end() throws IOException;
  }

  /**
   * Postfix, which takes mail for everybody and discards it.
   *
   * @param level of {@code smtpd_tls_security_level}
   */
  Running postfix(String level) throws IOException, InterruptedException {
    int port = freePort();
    var own = Files.createDirectories(directory.resolve("postfix-" + level));
    var postfix =
        Postfix.listening(
            own,
            port,
            "mynetworks = 127.0.0.0/8",
            "default_transport = discard:taken",
            "relay_transport = discard:taken",
            "smtpd_tls_security_level = " + level,
            "smtpd_tls_cert_file = " + certificate,
            "smtpd_tls_key_file = " + key);
    return ready(port, own.resolve("log"), postfix::close);
  }

  /** Exim, the same. */
  Running exim() throws IOException {
    int port = freePort();
    var program = Program.installed("exim4");
    var own = Files.createDirectories(directory.resolve("exim"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    var readable = Files.copy(key, own.resolve("key")); // it reads it as its own user
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
    var configuration =
        Files.writeString(
            own.resolve("exim.conf"),
            """
            primary_hostname = mx.exim.example
            spool_directory = %1$s
            log_file_path = %1$s/%%slog
            exim_path = %2$s
            keep_environment =
            daemon_smtp_ports = %3$d
            local_interfaces = 127.0.0.1
            tls_advertise_hosts = *
            tls_certificate = %4$s
            tls_privatekey = %5$s
            acl_smtp_rcpt = takes
            acl_smtp_data = says
            begin acl
            takes:
              accept encrypted = *
              deny message = TLS first
            says:
              accept
            begin routers
            everybody:
              driver = redirect
              data = :blackhole:
            """
                .formatted(own, program.file(), port, certificate, readable));
    var process =
        program.start(List.of("-C", configuration.toString(), "-bdf"), own.resolve("printed"));
    return ready(port, own.resolve("printed"), process::destroy);
  }

  /** OpenSMTPD, which queues it, with TLS offered. */
  Running openSmtpd() throws IOException {
    int port = freePort();
    var program = Program.installed("smtpd");
    assumeTrue(
        Files.isDirectory(Path.of("/var/lib/opensmtpd/empty")),
        "OpenSMTPD has no users of its own; ./postseal test --interop makes them");
    var own = Files.createDirectories(directory.resolve("opensmtpd"));
    var configuration =
        Files.writeString(
            own.resolve("smtpd.conf"),
            """
            pki own cert "%1$s"
            pki own key "%2$s"
            listen on lo inet4 port %3$d tls pki own hostname mx.opensmtpd.example
            action "take" relay host "smtp://127.0.0.1:9"
            match from any for any action "take"
            """
                .formatted(certificate, key, port));
    var process =
        program.start(
            List.of("-d", "-f", configuration.toString(), "-P", "mda", "-P", "mta"),
            own.resolve("printed"));
    return ready(port, own.resolve("printed"), process::destroy);
  }

  /** Dovecot's LMTP, into Maildirs below {@code mail}. */
  Running dovecotLmtp() throws IOException {
    int port = freePort();
    var program = Program.installed("dovecot");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/lib/dovecot/lmtp")),
        "dovecot-lmtpd is not installed; ./postseal test --interop does that");
    var own = Files.createDirectories(directory.resolve("dovecot"));
    var mail = Files.createDirectories(directory.resolve("dovecot-mail"));
    Files.setOwner(
        mail, mail.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mail"));
    var configuration =
        Files.writeString(
            own.resolve("dovecot.conf"),
            """
            base_dir = %1$s/run
            log_path = %1$s/log
            protocols = lmtp
            ssl = no
            auth_username_format = %%Ln
            mail_location = maildir:%2$s/%%n
            mail_uid = mail
            mail_gid = mail
            first_valid_uid = 1
            first_valid_gid = 1
            default_internal_user = dovecot
            service lmtp {
              inet_listener lmtp {
                address = 127.0.0.1
                port = %3$d
              }
            }
            passdb {
              driver = static
              args = nopassword=y
            }
            userdb {
              driver = static
              args = uid=mail gid=mail home=%2$s/%%n allow_all_users=yes
            }
            """
                .formatted(own, mail, port));
    var process =
        program.start(List.of("-F", "-c", configuration.toString()), own.resolve("printed"));
    return ready(port, own.resolve("log"), process::destroy);
  }

  private static Running ready(int port, Path log, End end) throws IOException {
    try {
      return Waiting.until(
          "a server at port " + port,
          LIMIT,
          () -> isListening(port) ? Optional.of(new Running(port, log, end)) : Optional.empty());
    } catch (IllegalStateException e) {
      end.end();
      throw new IllegalStateException(Files.exists(log) ? Files.readString(log) : "no log", e);
    }
  }

  private static boolean isListening(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
