package org.postseal.verifier.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.registryview.RegistryHttp;

/** What the registry is asked about names that strangers choose. */
class RegistryFirstDnsTest {
  private static final String KNOWN = "v=DKIM1; p=registry";
  private static final String PUBLISHED = "v=DKIM1; p=dns";
  private static final String MARKS = "/?#%&=+*;:@[]{}|\\^`\"<> _-a9";

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private String source = "dns";
  private HttpServer server;
  private RegistryHttp http;
  private RegistryFirstDns dns;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          var body =
              """
              {"outcome": "found", "records": ["%s"], "source": "%s", "ttl": 60,
               "dnssec": "secure"}"""
                  .formatted(KNOWN, source)
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    http =
        new RegistryHttp(
            new RegistryHttp.Endpoint(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ZERO));
    dns = new RegistryFirstDns(http, new EverythingPublished(), _ -> false);
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  @Test
  void aSelectorOfADomainIsAsked() {
    assertThat(text("2026._domainkey.a.example")).isEqualTo(KNOWN);
    assertThat(asked).containsExactly("/registry/v1/public-keys/2026/a.example");
  }

  @Test
  void aKeyOfTheRegistryItselfIsWhatTheDnsSaysOfIt() {
    source = "registry";
    assertThat(text("2026._domainkey.a.example")).isEqualTo(PUBLISHED);
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x?admin=1._domainkey.a.example",
        "%2e%2e/%2e%2e/keys._domainkey.a.example",
        "{x}._domainkey.a.example",
        "a b._domainkey.a.example",
        "s._domainkey.a/%2e%2e/b.example",
        "s._domainkey.a#b.example",
        "s._domainkey._spf.example",
      })
  void whatCanBeNoKeyOfAMailDomainIsForTheDnsAlone(String name) {
    assertThat(text(name)).isEqualTo(PUBLISHED);
    assertThat(asked).isEmpty();
  }

  @Test
  void noNameOfAnyOctetsReachesAnotherResource() {
    var random = new Random(20261128);
    int known = 0;
    for (int i = 0; i < 5_000; i++) {
      var name = label(random) + "._domainkey." + label(random) + ".example";
      var readable = DomainName.queryable(name);
      if (readable.isPresent()) {
        known += text(name).equals(KNOWN) ? 1 : 0;
      }
    }
    assertThat(asked)
        .hasSize(known)
        .isNotEmpty()
        .allMatch(
            uri -> uri.matches("/registry/v1/public-keys/[a-z0-9_.-]+/[a-z0-9.-]+\\.example"));
  }

  /** One or two labels, from plain to hostile. */
  private static String label(Random random) {
    var label = new StringBuilder();
    int hostile = random.nextInt(4);
    for (int n = 1 + random.nextInt(5); n > 0; n--) {
      label.append(
          random.nextInt(4) < hostile
              ? MARKS.charAt(random.nextInt(MARKS.length()))
              : (char) ('a' + random.nextInt(26)));
    }
    return random.nextInt(4) == 0 ? label + "." + label : label.toString();
  }

  private String text(String name) {
    return ((DnsAnswer.Found<String>) dns.txt(DomainName.queryable(name).orElseThrow()))
        .records()
        .getFirst();
  }

  private static final class EverythingPublished implements Dns {
    @Override
    public DnsAnswer<String> txt(DomainName name) {
      return new DnsAnswer.Found<>(
          List.of(PUBLISHED), Duration.ofMinutes(1), DnssecStatus.NOT_PROVEN);
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
      throw new AssertionError("not asked here");
    }

    @Override
    public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
      throw new AssertionError("not asked here");
    }

    @Override
    public DnsAnswer<DomainName> pointers(InetAddress address) {
      throw new AssertionError("not asked here");
    }
  }
}
