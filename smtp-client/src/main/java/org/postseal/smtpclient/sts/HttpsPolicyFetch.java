package org.postseal.smtpclient.sts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.hosts.AddressSearch;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.tls.Authorities;
import org.postseal.smtpclient.tls.ServerTls;
import org.postseal.smtpclient.tls.TlsDefect;

/**
 * GET of {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} (RFC 8461 §3.3). Whoever owns a
 * domain chooses where this connects to, so: only addresses that a stranger may name, one request,
 * no redirect (§3.3), so many octets, so much time for everything.
 *
 * <p>Why not the JDK's HTTP client: it looks names up on its own, and what it then connects to
 * cannot be judged before.
 */
public final class HttpsPolicyFetch implements PolicyFetch {
  private static final int OK = 200;

  private final MailExchangers addresses;
  private final Authorities authorities;
  private final TimeLimit timeLimit;
  private final Limits limits;

  /**
   * Bounds of one fetch.
   *
   * @param time for all of it
   * @param octets of the policy; 64 KiB in the RFC
   * @param port 443 but in tests
   */
  public record Limits(Duration time, int octets, int port) {}

  public HttpsPolicyFetch(
      MailExchangers addresses, Authorities authorities, TimeLimit timeLimit, Limits limits) {
    this.addresses = addresses;
    this.authorities = authorities;
    this.timeLimit = timeLimit;
    this.limits = limits;
  }

  @Override
  public Fetched fetch(DomainName domain) {
    var host = domain.prefixedWith("mta-sts");
    if (host.isEmpty()) {
      return failed("the policy host's name is too long");
    }
    long until = System.nanoTime() + limits.time().toNanos();
    return switch (addresses.addresses(host.get())) {
      case AddressSearch.Addresses(var found, _) -> fromAny(found, host.get(), until);
      case AddressSearch.None() -> failed("the policy host has no address that can be used");
      case AddressSearch.NotNow(var reason) -> failed("DNS: " + reason);
    };
  }

  private Fetched fromAny(List<InetAddress> found, DomainName host, long until) {
    Fetched last = failed("no time left");
    for (var address : found) {
      if (until - System.nanoTime() <= 0) {
        break;
      }
      last = fromOne(address, host, until);
      if (last instanceof Fetched.Text) {
        return last;
      }
    }
    return last;
  }

  private Fetched fromOne(InetAddress address, DomainName host, long until) {
    try (var tcp = new Socket();
        var _ = timeLimit.on(tcp, until)) {
      long left = Math.max(1, (until - System.nanoTime()) / 1_000_000);
      tcp.connect(
          new InetSocketAddress(address, limits.port()), Math.clamp(left, 1, Integer.MAX_VALUE));
      var tls = ServerTls.over(tcp, host.ascii());
      var defect = authorities.judge(ServerTls.chain(tls), host.ascii());
      if (defect.isPresent()) {
        return new Fetched.Failed(TlsDefect.STS_WEBPKI_INVALID, defect.get().word());
      }
      tls.getOutputStream().write(request(host));
      return judge(HttpReply.read(new BufferedInputStream(tls.getInputStream()), limits.octets()));
    } catch (SSLException _) {
      return new Fetched.Failed(TlsDefect.STS_WEBPKI_INVALID, "TLS failed");
    } catch (IOException | IllegalArgumentException e) {
      return failed(e.getClass().getSimpleName());
    }
  }

  private static byte[] request(DomainName host) {
    return ("GET /.well-known/mta-sts.txt HTTP/1.1\r\n"
            + "Host: "
            + host.ascii()
            + "\r\nUser-Agent: Postseal\r\nAccept: text/plain\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Fetched judge(HttpReply reply) {
    if (reply.status() != OK) {
      return failed("status " + reply.status()); // §3.3: redirects are not followed
    }
    return reply.mediaType().equals("text/plain")
        ? new Fetched.Text(reply.body())
        : new Fetched.Failed(TlsDefect.STS_POLICY_INVALID, "a policy is text/plain");
  }

  private static Fetched failed(String reason) {
    return new Fetched.Failed(TlsDefect.STS_POLICY_FETCH_ERROR, reason);
  }
}
