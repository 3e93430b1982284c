package org.postseal.endtoend.interop;

import static org.postseal.endtoend.gateway.TwoDomains.ALICES_PASSWORD;
import static org.postseal.endtoend.gateway.TwoDomains.SENDER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.interop.Program.Run;
import org.postseal.endtoend.smtp.Letter;

/**
 * Programs that submit a letter of Alice's to her gateway, over TLS and with her password.
 *
 * @param directory where their configuration lies
 */
record AlicesPrograms(TwoDomains domains, Path directory) {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String ALICE = "alice@" + SENDER;

  /**
   * @param startTls {@code on}, or {@code off} for TLS from the first octet
   */
  Run msmtp(String startTls, String mechanism, String recipient, String... options)
      throws IOException, InterruptedException {
    var configuration =
        secret(
            "msmtp-" + startTls,
            """
            account default
            host 127.0.0.1
            port %s
            tls on
            tls_starttls %s
            tls_certcheck off
            auth %s
            user alice
            password "%s"
            from %s
            """
                .formatted(
                    port(startTls.equals("on")), startTls, mechanism, ALICES_PASSWORD, ALICE));
    return Program.installed("msmtp")
        .run(
            LIMIT,
            Stream.of(
                    Stream.of("-C", configuration.toString()),
                    Stream.of(options),
                    Stream.of("--", recipient))
                .flatMap(arguments -> arguments)
                .toList(),
            letter(recipient));
  }

  /**
   * @param tls {@code starttls} or {@code implicit}
   * @param ofMail parameters of MAIL, with spaces between
   * @param ofRcpt parameters of RCPT
   */
  Run smtplib(String tls, String recipient, String ofMail, String ofRcpt)
      throws IOException, InterruptedException {
    return Program.installed("python3")
        .run(
            LIMIT,
            List.of(
                Application.repository().resolve("end-to-end-tests/interop/submit.py").toString(),
                tls,
                port(tls.equals("starttls")),
                "alice",
                secret("python", ALICES_PASSWORD).toString(),
                ALICE,
                recipient,
                ofMail,
                ofRcpt),
            letter(recipient));
  }

  /** A Postfix that submits for her. */
  Postfix postfix(String name) throws IOException, InterruptedException {
    var nextHop = "[127.0.0.1]:" + port(true);
    return Postfix.start(
        directory.resolve(name),
        "relayhost = " + nextHop,
        "smtputf8_enable = yes",
        "smtp_tls_security_level = encrypt",
        "smtp_sasl_auth_enable = yes",
        "smtp_sasl_security_options = noanonymous",
        "smtp_sasl_password_maps = texthash:"
            + secret(name, "%s alice:%s%n".formatted(nextHop, ALICES_PASSWORD)));
  }

  /** A file that nobody else may read, as programs insist on it; in place of one that is there. */
  Path secret(String name, String text) throws IOException {
    var file = directory.resolve(name + ".conf");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  byte[] letter(String recipient) {
    return new Letter(ALICE, recipient, "hello", "a line").octets();
  }

  /** Her gateway's, for STARTTLS or for TLS from the first octet. */
  String port(boolean startTls) {
    var ports = domains.sender().ports();
    return Integer.toString(startTls ? ports.submission() : ports.submissions());
  }
}
