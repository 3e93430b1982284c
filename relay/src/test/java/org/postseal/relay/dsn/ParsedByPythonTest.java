package org.postseal.relay.dsn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.topics.DueReport;
import org.postseal.topics.DueReport.Action;
import org.postseal.topics.Envelope;

/** A foreign witness: Python's {@code email} reads what is written here as a report. */
class ParsedByPythonTest {
  private static final String SCRIPT =
      """
      import sys, email, email.policy
      m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
      print(m.get_content_type(), m.get_param('report-type'), len(m.defects))
      print(m['To'].addresses[0].addr_spec, '|', m['From'].addresses[0].addr_spec)
      text, status, returned = m.get_payload()
      print(text.get_content_type(), len(text.get_content()) > 100, len(text.defects))
      print(status.get_content_type(), len(status.defects))
      blocks = status.get_payload()
      if status.get_content_subtype() == 'global-delivery-status':  # which Python does not know
          octets = status.as_bytes().split(b'\\n\\n', 1)[1]
          blocks = [email.message_from_bytes(block, policy=email.policy.SMTPUTF8)
                    for block in octets.strip().split(b'\\n\\n')]
      for block in blocks:
          print('; '.join(f'{k}={v}' for k, v in block.items()))
      print(returned.get_content_type(), len(returned.defects))
      """;

  @TempDir private Path directory;

  @BeforeAll
  static void pythonIsThere() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3");
  }

  private String read(ReportedMessage message, DueReport report) throws Exception {
    var file = directory.resolve("report.eml");
    var script = directory.resolve("read.py");
    Files.writeString(script, SCRIPT);
    Files.write(file, Reported.octets(Reported.COMPOSER.compose(message, report, Reported.AUTHOR)));
    return run("/usr/bin/python3", script.toString(), file.toString());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void aFailureOfTwoRecipients() throws Exception {
    var report =
        Reported.failure(
            Reported.bob(Action.FAILED, "550 5.1.1 " + "No such user ".repeat(20)),
            new DueReport.Told(
                "eve@other.example", Action.FAILED, "451 4.4.1 No answer", Optional.empty()));
    var output =
        read(
            Reported.message(
                Reported.envelope(Reported.asking("FULL", "id+2B1", "rfc822;robert@x.example"))),
            report);
    assertThat(output.lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("multipart/report delivery-status 0"),
            line -> assertThat(line).isEqualTo("alice@sender.example | " + Reported.AUTHOR),
            line -> assertThat(line).isEqualTo("text/plain True 0"),
            line -> assertThat(line).isEqualTo("message/delivery-status 0"),
            line ->
                assertThat(line)
                    .startsWith("Original-Envelope-Id=id+1; Reporting-MTA=dns; mx.sender.example"),
            line ->
                assertThat(line)
                    .contains(
                        "Original-Recipient=rfc822;robert@x.example",
                        "Final-Recipient=rfc822;bob@receiver.example",
                        "Action=failed",
                        "Status=5.1.1"),
            line -> assertThat(line).contains("Final-Recipient=rfc822;eve@other.example"),
            line -> assertThat(line).isEqualTo("message/rfc822 0"));
  }

  @Test
  void aGlobalReport() throws Exception {
    var told =
        new DueReport.Told(
            "jö@receiver.example", Action.FAILED, "550 5.1.1 unbekannt", Optional.empty());
    var output =
        read(
            Reported.message(Reported.envelope("älice@sender.example", Envelope.Requests.NONE)),
            Reported.failure(told));
    assertThat(output)
        .contains(
            "multipart/report global-delivery-status 0",
            "älice@sender.example | " + Reported.AUTHOR,
            "message/global-delivery-status 0",
            "Final-Recipient=utf-8;jö@receiver.example");
  }
}
