package org.postseal.ingress;

import java.nio.file.Path;
import java.util.List;
import org.postseal.accounts.directory.BearerTokens;
import org.postseal.dns.ResolverSettings;
import org.postseal.settings.Contradictions;
import org.postseal.settings.ListeningPort;
import org.postseal.settings.ServiceSettings;

/** The ingress' settings, for the check before the start. */
public final class DeclaredIngressSettings implements ServiceSettings<IngressSettings> {
  private static final int HTTP_PORT = 8080;

  @Override
  public Class<IngressSettings> type() {
    return IngressSettings.class;
  }

  @Override
  public boolean isOn(IngressSettings settings) {
    return settings.enabled();
  }

  @Override
  public void noteContradictions(IngressSettings settings, Mapped mapped, Contradictions found) {
    IngressContradictions.note(
        settings,
        mapped.number("quarkus.http.port", HTTP_PORT),
        Runtime.getRuntime().maxMemory(),
        found);
  }

  @Override
  public List<ListeningPort> ports(IngressSettings settings) {
    return List.of(
        port(settings, "mx", settings.mx().port()),
        port(settings, "submission", settings.submission().port()),
        port(settings, "submissions", settings.submissions().port()));
  }

  private static ListeningPort port(IngressSettings settings, String listener, int port) {
    return new ListeningPort("postseal.ingress." + listener + ".port", settings.host(), port);
  }

  @Override
  public void noteUnusable(IngressSettings settings, Contradictions wrong) {
    wrong.readable(
        "blocklists.dns-servers",
        settings.blocklists().dnsServers().orElse(List.of()),
        ResolverSettings::check);
    settings
        .accounts()
        .tokens()
        .keys()
        .filter(keys -> !keys.startsWith("https:"))
        .ifPresent(
            keys -> wrong.usable("accounts.tokens.keys", Path.of(keys), BearerTokens::keysIn));
  }
}
