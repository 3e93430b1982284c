package org.postseal.commandline;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.Peer;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.message.DigestLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postseal check}: what would you have done with this message, and why? */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Evaluate a message as the verifier would, and say what would become of it.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "the only DNS server asked")
  private @Nullable String resolver;

  @Option(names = "--client-ip", paramLabel = "IP", description = "where the client connected from")
  private @Nullable String clientIp;

  @Option(names = "--helo", paramLabel = "NAME", description = "the argument of its EHLO")
  private @Nullable String helo;

  @Option(
      names = "--mail-from",
      paramLabel = "MAILBOX",
      description = "RFC5321.MailFrom; '' is the null reverse-path")
  private @Nullable String mailFrom;

  @Option(
      names = "--rcpt-to",
      paramLabel = "MAILBOX",
      description = "RFC5321.RcptTo; the domain of the first decides the mode")
  private List<String> rcptTo = new ArrayList<>();

  @Option(
      names = "--authserv-id",
      paramLabel = "NAME",
      defaultValue = "localhost",
      description = "who evaluates (default: ${DEFAULT-VALUE})")
  private String authservId = "";

  @Option(names = "--now", paramLabel = "INSTANT", description = "RFC 3339, instead of the clock")
  private @Nullable String now;

  @Option(names = "--allow-rsa-sha1", description = "verify rsa-sha1 in DKIM-Signature fields")
  private boolean allowRsaSha1;

  @Option(
      names = "--min-rsa-bits",
      paramLabel = "N",
      defaultValue = "1024",
      description = "smaller keys are not good enough (default: ${DEFAULT-VALUE})")
  private int minRsaBits;

  @Option(
      names = "--dns-timeout",
      paramLabel = "MILLISECONDS",
      defaultValue = "5000",
      description = "what a name without an answer may cost (default: ${DEFAULT-VALUE})")
  private long dnsTimeout;

  @Mixin private PolicyOptions policy = new PolicyOptions();

  @Mixin private CaseRun.Options run = new CaseRun.Options();

  @Override
  public Integer call() throws IOException {
    if (dnsTimeout <= 0) {
      throw new Unusable("--dns-timeout is a positive number");
    }
    var settings =
        new EvaluatorSettings(
            authservId,
            new VerifierSettings(
                minRsaBits,
                allowRsaSha1 ? VerifierSettings.Sha1.ALLOWED : VerifierSettings.Sha1.REFUSED,
                DigestLimits.DEFAULT.signatures()));
    var checker =
        new Checker(settings, new ResolverPool(Duration.ofMillis(dnsTimeout)), policy.read());
    new CaseRun(run, spec.commandLine().getErr()).run(givenCase(), checker::check);
    return 0;
  }

  private Case givenCase() throws IOException {
    return new Case(
        run.id(),
        run.message(),
        new Peer(
            Optional.ofNullable(clientIp).map(Case::address),
            Optional.ofNullable(helo),
            Optional.ofNullable(mailFrom)),
        rcptTo,
        Optional.ofNullable(now).map(Case::instant),
        Optional.ofNullable(resolver));
  }
}
