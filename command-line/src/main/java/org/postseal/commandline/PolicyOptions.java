package org.postseal.commandline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postseal.authentication.dns.DomainName;
import org.postseal.policy.Intermediaries;
import org.postseal.topics.DomainEntry.Mode;
import picocli.CommandLine.Option;

/** What an operator has decided about domains: settings and registry entries in the services. */
final class PolicyOptions {
  @Option(
      names = "--mode",
      defaultValue = "enforce",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Mode mode = Mode.ENFORCE;

  @Option(
      names = "--domain-mode",
      paramLabel = "DOMAIN=MODE",
      description = "another mode for mail whose first --rcpt-to is of that domain")
  private Map<String, Mode> domainModes = new HashMap<>();

  @Option(names = "--local-domain", paramLabel = "DOMAIN", description = "a domain we sign for")
  private List<String> localDomains = new ArrayList<>();

  @Option(
      names = "--signs-all",
      paramLabel = "DOMAIN",
      description = "a domain known to sign all its mail")
  private List<String> signingDomains = new ArrayList<>();

  @Option(
      names = "--blocked",
      paramLabel = "DOMAIN",
      description = "a domain on the blocklist, with all below it")
  private List<String> blockedDomains = new ArrayList<>();

  @Option(
      names = "--forwarder",
      paramLabel = "DOMAIN",
      description = "a domain trusted to pass on mail of others, if it passes DKIM or SPF")
  private List<String> forwarders = new ArrayList<>();

  @Option(
      names = "--trusted-sealer",
      paramLabel = "DOMAIN",
      description = "a domain whose ARC seals are believed in what they say of the author")
  private List<String> trustedSealers = new ArrayList<>();

  /** The same as a value, its names checked. */
  OperatorPolicy read() {
    return new OperatorPolicy(
        mode,
        domainModes.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> domain(entry.getKey()), Map.Entry::getValue, (_, last) -> last)),
        domains(localDomains),
        domains(signingDomains),
        domains(blockedDomains),
        new Intermediaries(domains(forwarders), domains(trustedSealers)));
  }

  private static Set<DomainName> domains(List<String> texts) {
    return texts.stream().map(PolicyOptions::domain).collect(Collectors.toSet());
  }

  private static DomainName domain(String text) {
    return DomainName.parse(text).orElseThrow(() -> new Unusable("not a domain name: " + text));
  }
}
