package org.postseal.smtpclient.sts;

import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.tls.Authorities;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.wellknown.TimeLimit;
import org.postseal.smtpclient.wellknown.WellKnownDocuments;

/**
 * GET of {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} (RFC 8461 §3.3), without redirects,
 * within bounds; 64 KiB is the RFC's.
 */
public final class HttpsPolicyFetch implements PolicyFetch {
  private final WellKnownDocuments documents;

  public HttpsPolicyFetch(
      MailExchangers addresses,
      Authorities authorities,
      TimeLimit timeLimit,
      WellKnownDocuments.Limits limits) {
    this.documents = new WellKnownDocuments(addresses, authorities, timeLimit, limits);
  }

  @Override
  public Fetched fetch(DomainName domain) {
    return domain
        .prefixedWith("mta-sts")
        .map(host -> judge(documents.get(host, "/.well-known/mta-sts.txt")))
        .orElseGet(() -> failed("the policy host's name is too long"));
  }

  private static Fetched judge(WellKnownDocuments.Fetched fetched) {
    return switch (fetched) {
      case WellKnownDocuments.Fetched.Document(var text, var mediaType) ->
          mediaType.equals("text/plain")
              ? new Fetched.Text(text)
              : new Fetched.Failed(TlsDefect.STS_POLICY_INVALID, "a policy is text/plain");
      case WellKnownDocuments.Fetched.Status(int code) -> failed("status " + code);
      case WellKnownDocuments.Fetched.Unproven(var reason) ->
          new Fetched.Failed(TlsDefect.STS_WEBPKI_INVALID, reason);
      case WellKnownDocuments.Fetched.NoHost(var reason) -> failed(reason);
      case WellKnownDocuments.Fetched.Unavailable(var reason) -> failed(reason);
    };
  }

  private static Fetched failed(String reason) {
    return new Fetched.Failed(TlsDefect.STS_POLICY_FETCH_ERROR, reason);
  }
}
