package org.postseal.relay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.smtpclient.Server;
import org.postseal.smtpclient.hosts.Endpoint;

class RouteTableTest {
  private static final Route.Smtp SMARTHOST = new Route.Smtp(new Endpoint("192.0.2.25", 25));
  private static final Route.Maildir MAILDIR = new Route.Maildir("/mail/{local-part}");

  private final RouteTable table =
      new RouteTable(
          Map.of("Example.COM", MAILDIR, "xn--bcher-kva.example", SMARTHOST),
          new Route.MailExchangers(),
          "example.com");

  @Test
  void recipientsWithOneNextHopTravelTogetherInTheOrderOfTheEnvelope() {
    var hops =
        table.nextHops(
            List.of("b@other.example", "a@example.com", "c@OTHER.example", "d@third.example"));

    assertThat(hops.keySet().stream().map(NextHop::name))
        .containsExactly("mx:other.example", "maildir:/mail/{local-part}", "mx:third.example");
    assertThat(hops.values().iterator().next().stream().map(Recipient::forwardPath))
        .containsExactly("b@other.example", "c@OTHER.example");
  }

  @Test
  void smarthostTakesAllDomainsInOneTransaction() {
    var smarthost = new RouteTable(Map.of(), SMARTHOST, "example.com");

    assertThat(smarthost.nextHops(List.of("a@one.example", "b@two.example"))).hasSize(1);
  }

  @Test
  void aRouteIsFoundByTheDomainWhateverItsCaseOrLabels() {
    assertThat(table.nextHops(List.of("a@EXAMPLE.com")).keySet())
        .containsExactly(new NextHop(MAILDIR, ""));
    assertThat(table.nextHops(List.of("a@b\u00fccher.example")).keySet())
        .containsExactly(new NextHop(SMARTHOST, ""));
  }

  @Test
  void aLocalPartMayHoldAnAtSign() {
    assertThat(table.nextHops(List.of("\"a@example.net\"@example.com")).values())
        .containsExactly(
            List.of(
                new Recipient(
                    "\"a@example.net\"@example.com", "\"a@example.net\"", "example.com")));
  }

  @Test
  void aBarePostmasterIsOurOwn() {
    assertThat(table.nextHops(List.of("Postmaster")).keySet())
        .containsExactly(new NextHop(MAILDIR, ""));
  }

  @Test
  void everyKindOfRouteIsRead() {
    assertThat(Route.parse("maildir:/mail/{local-part}")).isEqualTo(MAILDIR);
    assertThat(Route.parse("smtp:192.0.2.25:25")).isEqualTo(SMARTHOST);
    assertThat(Route.parse("smtp+tls:smart.example:587"))
        .isEqualTo(
            new Route.Smtp(
                new Server(new Endpoint("smart.example", 587), Server.Security.STARTTLS)));
    assertThat(Route.parse("smtp+tls://smart.example:587"))
        .isEqualTo(Route.parse("smtp+tls:smart.example:587"));
    assertThat(Route.parse("smtps:smart.example:465"))
        .isEqualTo(
            new Route.Smtp(
                new Server(new Endpoint("smart.example", 465), Server.Security.IMPLICIT)));
    assertThat(Route.parse("lmtp:[2001:db8::1]:24"))
        .isEqualTo(new Route.Lmtp(new Endpoint("2001:db8::1", 24)));
    assertThat(Route.parse("mx")).isEqualTo(new Route.MailExchangers());
    assertThat(Route.parse("discard:")).isEqualTo(new Route.Discard());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "maildir:",
        "smtp:host",
        "smtp:host:0",
        "smtps:host",
        "smtp+tls:",
        "smtp:host:65536",
        "smtp:2001:db8::1:25",
        "mx:example.com",
        "discard:all",
        "MX",
        "uucp:host"
      })
  void aWrongRouteStopsTheStart(String text) {
    assertThatThrownBy(() -> Route.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
