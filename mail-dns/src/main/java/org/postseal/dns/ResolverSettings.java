package org.postseal.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/**
 * Whom to ask, and how much to put up with.
 *
 * @param servers recursive resolvers, the first preferred until it fails
 * @param patience how long one question goes on, over all attempts and CNAMEs
 * @param limits of one attempt and one answer
 * @param trustsAuthenticatedData whether the servers validate DNSSEC and the path to them is safe,
 *     so that their AD bit proves something (RFC 4035 §4.9.3)
 */
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Duration patience,
    Limits limits,
    boolean trustsAuthenticatedData) {

  /** An answer may take this long unless told otherwise; a message's DNS budget is 10 s. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(8);

  /**
   * Bounds of one attempt and of what is taken from a server.
   *
   * @param attemptTimeout until the same question goes to the next server
   * @param ednsPayload octets of a UDP answer we can take; 1232 avoids fragments (DNS Flag Day
   *     2020)
   * @param maxRecords records of one answer that are read; more is {@code Unavailable}
   * @param maxAnswerOctets of the message on the wire; more is {@code Unavailable}
   */
  public record Limits(
      Duration attemptTimeout, int ednsPayload, int maxRecords, int maxAnswerOctets) {

    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), 1232, 256, 32 * 1024);
  }

  public ResolverSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no DNS server to ask");
    }
  }

  /** The operating system's resolvers. */
  public static ResolverSettings ofSystem() {
    return of(ResolverConfig.getCurrentConfig().servers());
  }

  public static ResolverSettings of(List<InetSocketAddress> servers) {
    return new ResolverSettings(servers, DEFAULT_PATIENCE, Limits.DEFAULT, false);
  }

  /**
   * Servers as an operator writes them; none means the operating system's.
   *
   * @throws IllegalArgumentException naming the entry that cannot be read
   */
  public static ResolverSettings parse(List<String> servers) {
    return servers.isEmpty() ? ofSystem() : of(servers.stream().map(ServerAddress::parse).toList());
  }

  /**
   * Reads servers as {@link #parse} does, and looks at nothing of the operating system's.
   *
   * @throws IllegalArgumentException naming the entry that cannot be read
   */
  public static void check(List<String> servers) {
    servers.forEach(ServerAddress::parse);
  }

  public ResolverSettings withPatience(Duration changed) {
    return new ResolverSettings(servers, changed, limits, trustsAuthenticatedData);
  }

  public ResolverSettings withLimits(Limits changed) {
    return new ResolverSettings(servers, patience, changed, trustsAuthenticatedData);
  }

  /** For servers that validate, on a path nobody else can write to. */
  public ResolverSettings trustingAuthenticatedData() {
    return new ResolverSettings(servers, patience, limits, true);
  }
}
