package org.postseal.ingress;

import java.nio.file.Path;
import java.util.List;
import org.postseal.accounts.directory.BearerTokens;
import org.postseal.dns.ResolverSettings;
import org.postseal.settings.Contradictions;
import org.postseal.settings.DeclaredSettings;

/** The ingress' settings, for the check before the start. */
public final class DeclaredIngressSettings implements DeclaredSettings {
  private static final int HTTP_PORT = 8080;

  @Override
  public Class<?> type() {
    return IngressSettings.class;
  }

  @Override
  public List<String> contradictions(Mapped mapped) {
    return IngressContradictions.of(
        mapped.of(IngressSettings.class),
        mapped.number("quarkus.http.port", HTTP_PORT),
        Runtime.getRuntime().maxMemory());
  }

  @Override
  public List<String> unusable(Mapped mapped) {
    var settings = mapped.of(IngressSettings.class);
    var wrong = new Contradictions("postseal.ingress");
    if (settings.enabled()) {
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
    return wrong.found();
  }
}
