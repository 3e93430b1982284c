package org.postseal.registry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.authority.AuthorityServer;
import org.postseal.dns.authority.AuthoritySettings;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.nameserver.KeyZones;
import org.postseal.registry.nameserver.NameServerSettings;

/** The built-in DNS server, from its settings. */
final class NameServer {

  private static final String METER = "postseal_registry_name_server_questions";

  private NameServer() {}

  static AuthorityServer start(NameServerSettings settings, Journal journal, MeterRegistry meters) {
    var server =
        AuthorityServer.start(
            new KeyZones(
                journal.state(), journal::isReady, settings.hostedBelow().map(DomainName::of)),
            new AuthoritySettings(
                new InetSocketAddress(InetAddress.ofLiteral(settings.address()), settings.port()),
                settings.names().orElse(List.of()).stream().map(DomainName::of).toList(),
                settings.ttl(),
                settings.negativeTtl(),
                new AuthoritySettings.Limits(
                    settings.responsesPerSecond(), settings.tcpConnections(), settings.tcpIdle())));
    count(server, meters, "answered", s -> s.statistics().answered());
    count(server, meters, "truncated", s -> s.statistics().truncated());
    count(server, meters, "silenced", s -> s.statistics().silenced());
    count(server, meters, "tcp", s -> s.statistics().byTcp());
    return server;
  }

  private static void count(
      AuthorityServer server,
      MeterRegistry meters,
      String outcome,
      ToDoubleFunction<AuthorityServer> value) {
    FunctionCounter.builder(METER, server, value)
        .description(
            "Questions to the built-in DNS server: answered, beyond a network's rate, by TCP")
        .tag("outcome", outcome)
        .register(meters);
  }
}
