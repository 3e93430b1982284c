package org.postseal.smtpclient.wellknown;

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

/**
 * GET over HTTPS. Whoever owns a domain chooses where this connects to, so: only addresses that a
 * stranger may name, one request, no redirect, so many octets, so much time for everything.
 *
 * <p>Why not the JDK's HTTP client: it looks names up on its own, and what it then connects to
 * cannot be judged before.
 */
public final class WellKnownDocuments {
  private static final int OK = 200;

  private final MailExchangers addresses;
  private final Authorities authorities;
  private final TimeLimit timeLimit;
  private final Limits limits;

  /**
   * Bounds of one fetch.
   *
   * @param time for all of it
   * @param octets of the document
   * @param port 443 but in tests
   */
  public record Limits(Duration time, int octets, int port) {}

  /** What came of a fetch. */
  public sealed interface Fetched {
    /**
     * The document.
     *
     * @param mediaType without parameters, in lower case
     */
    record Document(String text, String mediaType) implements Fetched {}

    /** A host with the right certificate gave this status instead; redirects are among them. */
    record Status(int code) implements Fetched {}

    /** The host did not prove that it is the one meant. */
    record Unproven(String reason) implements Fetched {}

    /** There is no such host, or none where one may be. */
    record NoHost(String reason) implements Fetched {}

    /** It could not be reached, or talked nonsense, or too much. */
    record Unavailable(String reason) implements Fetched {}
  }

  public WellKnownDocuments(
      MailExchangers addresses, Authorities authorities, TimeLimit timeLimit, Limits limits) {
    this.addresses = addresses;
    this.authorities = authorities;
    this.timeLimit = timeLimit;
    this.limits = limits;
  }

  /**
   * Fetches one. Blocks, but not longer than the DNS and the limit of time.
   *
   * @param host whose certificate has to be shown
   * @param target path and query, in printable ASCII
   */
  public Fetched get(DomainName host, String target) {
    long until = System.nanoTime() + limits.time().toNanos();
    return switch (addresses.addresses(host)) {
      case AddressSearch.Addresses(var found, _) -> fromAny(found, host, target, until);
      case AddressSearch.None() ->
          new Fetched.NoHost("the policy host has no address that can be used");
      case AddressSearch.NotNow(var reason) -> new Fetched.Unavailable("DNS: " + reason);
    };
  }

  private Fetched fromAny(List<InetAddress> found, DomainName host, String target, long until) {
    Fetched last = new Fetched.Unavailable("no time left");
    for (var address : found) {
      if (until - System.nanoTime() <= 0) {
        break;
      }
      last = fromOne(address, host, target, until);
      if (last instanceof Fetched.Document) {
        return last;
      }
    }
    return last;
  }

  private Fetched fromOne(InetAddress address, DomainName host, String target, long until) {
    try (var tcp = new Socket();
        var _ = timeLimit.on(tcp, until)) {
      long left = Math.max(1, (until - System.nanoTime()) / 1_000_000);
      tcp.connect(
          new InetSocketAddress(address, limits.port()), Math.clamp(left, 1, Integer.MAX_VALUE));
      var tls = ServerTls.over(tcp, host.ascii());
      var defect = authorities.judge(ServerTls.chain(tls), host.ascii());
      if (defect.isPresent()) {
        return new Fetched.Unproven(defect.get().word());
      }
      tls.getOutputStream().write(request(host, target));
      return judge(HttpReply.read(new BufferedInputStream(tls.getInputStream()), limits.octets()));
    } catch (SSLException _) {
      return new Fetched.Unproven("TLS failed");
    } catch (IOException | IllegalArgumentException e) {
      return new Fetched.Unavailable(e.getClass().getSimpleName());
    }
  }

  private static byte[] request(DomainName host, String target) {
    return ("GET "
            + target
            + " HTTP/1.1\r\nHost: "
            + host.ascii()
            + "\r\nUser-Agent: Postseal\r\nAccept: text/plain\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Fetched judge(HttpReply reply) {
    return reply.status() == OK
        ? new Fetched.Document(reply.body(), reply.mediaType())
        : new Fetched.Status(reply.status());
  }
}
