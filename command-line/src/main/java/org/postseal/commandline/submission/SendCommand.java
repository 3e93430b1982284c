package org.postseal.commandline.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.accounts.AskedPassword;
import org.postseal.commandline.gateway.DataOption;
import org.postseal.commandline.gateway.RunningGateway;
import org.postseal.commandline.service.PemCertificates;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.smtpclient.tls.Authorities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postseal send}: submits one message and shows the dialogue. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Submits one message, as a mail program does, and shows the dialogue.",
      "With --user the password is asked for, or is the first line of the standard input."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the server took the message for all recipients",
      "1:it refused, or could not be reached or trusted",
      "2:an argument or a file that cannot be used"
    })
public final class SendCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final DataOption gateway = new DataOption();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "where to (default: the gateway's port for submissions)")
  private @Nullable String server;

  @Option(
      names = "--tls",
      paramLabel = "starttls|implicit|none",
      defaultValue = "starttls",
      description = "when TLS begins (default: ${DEFAULT-VALUE})")
  private Submission.Tls tls = Submission.Tls.STARTTLS;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = {
        "certificates, PEM, that vouch for the server (default: the JDK's);",
        "on this machine any certificate will do"
      })
  private @Nullable Path certificates;

  @Option(names = "--user", paramLabel = "NAME", description = "the account to log in with")
  private @Nullable String user;

  @Option(
      names = "--from",
      paramLabel = "MAILBOX",
      required = true,
      description = "who writes: RFC5321.MailFrom and RFC5322.From")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "MAILBOX",
      required = true,
      description = "who shall have it; may be repeated")
  private List<String> to = new ArrayList<>();

  @Option(
      names = "--subject",
      paramLabel = "TEXT",
      defaultValue = "A test of Postseal",
      description = "of the message that is made up (default: ${DEFAULT-VALUE})")
  private String subject = "";

  @Option(
      names = "--helo",
      paramLabel = "NAME",
      defaultValue = "localhost",
      description = "the argument of EHLO (default: ${DEFAULT-VALUE})")
  private String helo = "";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "the message to send (default: a short one is made up)")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    for (var text : List.of(from, helo, subject, String.join("", to))) {
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw unusable("an argument with controls");
      }
    }
    var endpoint = endpoint();
    var authorities = authorities();
    var content = file == null ? madeUp() : withLineEnds(Files.readAllBytes(file));
    var login =
        user == null
            ? Optional.<Submission.Login>empty()
            : Optional.of(new Submission.Login(user, AskedPassword.asked()));
    var out = spec().commandLine().getOut();
    try (var connection =
        new ServerConnection(endpoint.host(), endpoint.port(), new Transcript(out))) {
      new Submission(helo, login, from, to, content).over(connection, tls, authorities);
      return 0;
    } catch (RefusedException e) {
      spec().commandLine().getErr().println("postseal: " + e.getMessage());
    } catch (IOException e) {
      spec()
          .commandLine()
          .getErr()
          .printf("postseal: %s: %s%n", endpoint, String.valueOf(e.getMessage()));
    }
    return 1;
  }

  private Endpoint endpoint() {
    if (server != null) {
      return Endpoint.parse(server).orElseThrow(() -> unusable("not HOST:PORT: " + server));
    }
    return gateway
        .running()
        .map(RunningGateway::submissionPort)
        .filter(port -> port > 0)
        .map(port -> new Endpoint("127.0.0.1", port))
        .orElseThrow(
            () ->
                unusable(
                    "no gateway runs with "
                        + gateway.directory()
                        + "; --server HOST:PORT names one"));
  }

  private Authorities authorities() {
    try {
      return certificates == null
          ? Authorities.ofPlatform()
          : Authorities.of(PemCertificates.in(certificates));
    } catch (IOException e) {
      throw unusable("cannot use the certificates in " + certificates + ": " + e.getMessage());
    }
  }

  private byte[] madeUp() {
    var domain = from.substring(from.lastIndexOf('@') + 1);
    return """
        From: <%s>
        To: %s
        Subject: %s
        Date: %s
        Message-ID: <%s@%s>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        This is a test.
        """
        .formatted(
            from,
            String.join(", ", to.stream().map(path -> "<" + path + ">").toList()),
            subject,
            DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneId.systemDefault())),
            UUID.randomUUID(),
            domain.isEmpty() ? "localhost" : domain)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A file whose lines end with LF alone, as editors write it, is meant to have CRLF. */
  private static byte[] withLineEnds(byte[] octets) {
    var fit = new ByteArrayOutputStream(octets.length + 64);
    int before = 0;
    for (var octet : octets) {
      if (octet == '\n' && before != '\r') {
        fit.write('\r');
      }
      fit.write(octet);
      before = octet;
    }
    return fit.toByteArray();
  }

  private ParameterException unusable(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
