package org.postseal.commandline.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DomainName;
import org.postseal.commandline.dns.DomainCheck;
import org.postseal.commandline.dns.DomainCheck.Need;
import org.postseal.commandline.dns.ExpectedKey;
import org.postseal.commandline.dns.Finding;
import org.postseal.commandline.dns.Finding.Verdict;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.RefusedException;
import org.postseal.dns.CachingDns;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code postseal dns check}: exit status 0 if the public DNS has everything, 1 if something is to
 * be changed, 2 if that cannot be told.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Compares what a domain needs with the public DNS and says what to change, a line each.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing to change",
      "1:something to change",
      "2:it cannot be told now, or an argument that cannot be used"
    })
final class DnsCheckCommand implements Callable<Integer> {
  private static final int UNKNOWN = 2;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private RegistryOptions options = new RegistryOptions();

  @Parameters(paramLabel = "DOMAIN")
  private String domain = "";

  @Option(
      names = "--resolver",
      paramLabel = "HOST:PORT",
      description = "ask this DNS server (default: the system's)")
  private @Nullable String resolver;

  @Option(
      names = "--dns-timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "for one question (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Option(
      names = "--mx",
      paramLabel = "HOST",
      description = "the MX records must name it; may be repeated")
  private List<String> exchanges = new ArrayList<>();

  @Option(names = "--no-registry", description = "leave out the keys, which the registry has")
  private boolean withoutRegistry;

  @Option(
      names = "--signpol",
      description = "the record must be there that announces our policy by XSIGNPOL")
  private boolean signpol;

  @Override
  public Integer call() {
    var name = name(domain, "DOMAIN");
    var expected = exchanges.stream().map(host -> name(host, "--mx")).toList();
    var dns = dns();
    try {
      var keys = withoutRegistry ? List.<ExpectedKey>of() : keys(name);
      var check = new DomainCheck(name, dns);
      var findings = new ArrayList<>(check.findings(keys, expected));
      check.signal(policyId(name), signpol ? Need.WANTED : Need.OPTIONAL).ifPresent(findings::add);
      if (!withoutRegistry && keys.stream().noneMatch(key -> key.state().equals("active"))) {
        findings.add(
            new Finding(
                Verdict.CHANGE, name.ascii(), "DKIM", "no key is active; ./postseal keys create"));
      }
      print(findings);
      return status(findings);
    } catch (RefusedException e) {
      command().commandLine().getErr().println("postseal: " + e.getMessage());
      return UNKNOWN;
    }
  }

  private static int status(List<Finding> findings) {
    var verdicts = findings.stream().map(Finding::verdict).toList();
    if (verdicts.contains(Verdict.CHANGE)) {
      return 1;
    }
    return verdicts.contains(Verdict.UNKNOWN) ? UNKNOWN : 0;
  }

  private List<ExpectedKey> keys(DomainName name) {
    try (var registry = options.client()) {
      var keys = new ArrayList<ExpectedKey>();
      for (var key : registry.get("/keys?domain=" + RegistryCommand.segment(name.ascii())).tree()) {
        keys.add(expected(key));
      }
      return keys;
    }
  }

  /** Of the policy that we state; empty if the registry is not asked, or states none. */
  private Optional<String> policyId(DomainName name) {
    if (withoutRegistry) {
      return Optional.empty();
    }
    try (var registry = options.client()) {
      return StatedPolicy.id(registry, name);
    }
  }

  private static ExpectedKey expected(JsonNode key) {
    return new ExpectedKey(
        DomainName.parse(key.path("recordName").asText())
            .orElseThrow(() -> new RefusedException("the registry's answer cannot be read")),
        key.path("recordText").asText(),
        key.path("state").asText());
  }

  private void print(List<Finding> findings) {
    PrintWriter out = command().commandLine().getOut();
    if (options.wantsJson()) {
      var json = ServiceClient.JSON.createArrayNode();
      for (var finding : findings) {
        json.addObject()
            .put("verdict", finding.verdict().word())
            .put("name", finding.name())
            .put("what", finding.what())
            .put("says", finding.says());
      }
      try {
        out.println(ServiceClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      for (var finding : findings) {
        out.printf(
            "%-7s  %-7s  %s: %s%n",
            finding.verdict().word(), finding.what(), finding.name(), finding.says());
      }
    }
    out.flush();
  }

  private Dns dns() {
    if (timeout <= 0) {
      throw options.unusable("--dns-timeout is a positive number");
    }
    try {
      var settings = ResolverSettings.parse(resolver == null ? List.of() : List.of(resolver));
      return new CachingDns(new DnsjavaDns(settings.withPatience(Duration.ofSeconds(timeout))));
    } catch (IllegalArgumentException e) {
      throw options.unusable(String.valueOf(e.getMessage()));
    }
  }

  private DomainName name(String text, String what) {
    return DomainName.parse(text)
        .filter(DomainName::isHostName)
        .orElseThrow(() -> options.unusable(what + " is not a domain name: " + text));
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
