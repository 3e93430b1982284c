package org.postseal.commandline.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.commandline.PostsealCommand;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;

/** A domain that has everything, in a real DNS server; each test breaks one thing. */
class DnsCheckCommandTest {

  private static final String RECORD = "v=DKIM1; k=ed25519; p=AAAA";
  private static final String KEYS =
      """
      [{"keyId":"1","state":"active","recordName":"s1._domainkey.example.com",
        "recordText":"v=DKIM1; k=ed25519; p=AAAA"},
       {"keyId":"0","state":"revoked","recordName":"s0._domainkey.example.com",
        "recordText":"v=DKIM1; k=ed25519; p="}]""";

  @TempDir Path folder;
  private final ZoneServer zone = ZoneServer.start();
  private final HttpServer registry;
  private String domain = "{\"domain\":\"example.com\",\"signed\":true,\"signingPolicy\":\"all\"}";
  private String keys = KEYS;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  DnsCheckCommandTest() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void everythingIsThere() throws IOException {
    Files.writeString(folder.resolve("tokens"), "secret:operator\n");
    registry.createContext(
        "/registry/v1/keys",
        exchange -> {
          var octets = keys.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
    registry.createContext(
        "/registry/v1/domains/example.com",
        exchange -> {
          var octets = domain.getBytes(UTF_8);
          exchange.sendResponseHeaders(domain.isEmpty() ? 404 : 200, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
    registry.start();
    zone.mx("example.com", 10, "mx.example.com")
        .address("mx.example.com", "192.0.2.1")
        .txt("example.com", "v=spf1 mx -all")
        .txt("example.com", "something else")
        .txt("s1._domainkey.example.com", RECORD)
        .txt("_dmarc.example.com", "v=DMARC1; p=reject")
        .txt("_mta-sts.example.com", "v=STSv1; id=20261128;")
        .txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com");
    assertThat(check()).as(out.toString() + err).isZero();
    assertThat(out.toString().lines()).hasSize(7).allMatch(line -> line.startsWith("ok "));
  }

  @AfterEach
  void stop() {
    registry.stop(0);
    zone.close();
  }

  private int check(String... more) {
    var arguments =
        new ArrayList<>(
            Arrays.asList(
                "dns",
                "check",
                "example.com",
                "--resolver=127.0.0.1:" + zone.address().getPort(),
                "--dns-timeout=2",
                "--url=http://127.0.0.1:" + registry.getAddress().getPort(),
                "--token-file=" + folder.resolve("tokens")));
    arguments.addAll(Arrays.asList(more));
    out = new StringWriter();
    err = new StringWriter();
    return PostsealCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void theRecordThatAnnouncesOurPolicyIsComparedIfItIsThere() {
    var record = "v=SIGNPOL1; id=00033b4440e49d9b";
    assertThat(check("--signpol")).isEqualTo(1);
    assertThat(out.toString())
        .contains("SIGNPOL  _signpol.example.com: absent; such as \"" + record + "\"");
    zone.txt("_signpol.example.com", record);
    assertThat(check("--signpol")).as(out.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(8).allMatch(line -> line.startsWith("ok "));
    domain = domain.replace("all", "some");
    assertToChange("names another policy; put there: \"v=SIGNPOL1; id=");
    zone.removeTxt("_signpol.example.com").txt("_signpol.example.com", "v=SIGNPOL1; id=a-b");
    assertToChange("cannot be read");
    domain = "";
    assertToChange("cannot be read");
    zone.removeTxt("_signpol.example.com").txt("_signpol.example.com", "v=SIGNPOL1; id=any");
    assertThat(check()).as("nothing is known of our policy").isZero();
  }

  private void assertToChange(String says) {
    assertThat(check()).isEqualTo(1);
    assertThat(out.toString().lines().filter(line -> !line.startsWith("ok ")))
        .singleElement()
        .asString()
        .startsWith("change ")
        .contains(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s1._domainkey.example.com | absent; put there: \"v=DKIM1; k=ed25519; p=AAAA\"",
        "example.com               | absent; such as \"v=spf1 mx -all\"",
        "_dmarc.example.com        | absent; such as \"v=DMARC1; p=reject",
        "_mta-sts.example.com      | absent; such as \"v=STSv1; id=1\"",
        "_smtp._tls.example.com    | absent; such as \"v=TLSRPTv1; rua=mailto:",
      })
  void whatIsAbsentIsNamedWithWhatToPutThere(String name, String says) {
    zone.removeTxt(name);
    assertToChange(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s1._domainkey.example.com | v=DKIM1; k=ed25519; p=BBBB | differs; put there",
        "s1._domainkey.example.com | v=DKIM1; k=ed25519; t=y; p=AAAA | differs; put there",
        "example.com               | v=spf1 mx                  | says nothing of other hosts",
        "example.com               | v=spf1 mx ?all             | says nothing of other hosts",
        "example.com               | v=spf1 +all                | lets every host send",
        "example.com               | v=spf1 nonsense -all       | cannot be read",
        "_dmarc.example.com        | v=DMARC1; p=perhaps        | no usable p=",
        "_mta-sts.example.com      | v=STSv1;                   | no id=",
        "_smtp._tls.example.com    | v=TLSRPTv1; rua=ftp:x      | no rua=",
      })
  void whatIsWrongIsNamedWithWhatIsWrongWithIt(String name, String text, String says) {
    zone.removeTxt(name).txt(name, text);
    assertToChange(says);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, v=spf1 -all",
    "_dmarc.example.com, v=DMARC1; p=none",
    "_mta-sts.example.com, v=STSv1; id=2",
    "_smtp._tls.example.com, v=TLSRPTv1; rua=mailto:a@b.example",
  })
  void twoOfAKindAreOneTooMany(String name, String text) {
    zone.txt(name, text);
    assertToChange("2 records; leave only one");
  }

  @Test
  void aRevokedKeyMustBeGoneOrEmpty() {
    zone.txt("s0._domainkey.example.com", "v=DKIM1; k=ed25519; p=");
    assertThat(check()).isZero();
    zone.removeTxt("s0._domainkey.example.com").txt("s0._domainkey.example.com", RECORD);
    assertToChange("the key is revoked; replace it by: \"v=DKIM1; k=ed25519; p=\"");
  }

  @Test
  void aDomainWithoutAnActiveKeyNeedsOne() {
    keys = "[]";
    assertToChange("no key is active");
    assertThat(check("--no-registry")).isZero();
  }

  private void assertMx(Consumer<ZoneServer> broken, String says) {
    broken.accept(zone);
    assertToChange(says);
  }

  @Test
  void anExchangerNeedsAnAddressOfItsOwn() {
    assertMx(z -> z.remove("mx.example.com"), "mx.example.com has no address");
  }

  @Test
  void anExchangerIsNoAlias() {
    assertMx(
        z ->
            z.remove("mx.example.com")
                .cname("mx.example.com", "a.example")
                .address("a.example", "192.0.2.1"),
        "mx.example.com is an alias");
  }

  @Test
  void aNullMxStandsAlone() {
    assertMx(z -> z.mx("example.com", 0, "."), "a null MX stands beside others");
  }

  @Test
  void theExchangersThatAreMeantMustBeThere() {
    assertThat(check("--mx=mx.example.com")).isZero();
    assertThat(check("--mx=mx2.example.com")).isEqualTo(1);
    assertThat(out.toString()).contains("mx2.example.com is missing");
  }

  @Test
  void whatTheDnsDoesNotSayIsStatus2UnlessSomethingIsToChange() {
    zone.fault("_dmarc.example.com", Fault.serverFailure());
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString()).contains("unknown  DMARC    _dmarc.example.com: SERVFAIL");
    zone.removeTxt("_mta-sts.example.com");
    assertThat(check()).isEqualTo(1);
  }

  @Test
  void programsGetJson() {
    zone.removeTxt("_dmarc.example.com");
    assertThat(check("--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"verdict\" : \"change\"", "\"what\" : \"DMARC\"");
  }

  @Test
  void whatCannotBeCheckedIsStatus2() {
    registry.stop(0);
    assertThat(check()).isEqualTo(2);
    assertThat(err.toString()).startsWith("postseal: the registry at ");
    assertThat(check("--resolver=nosuch:x")).isEqualTo(2);
    assertThat(check("--dns-timeout=0")).isEqualTo(2);
  }
}
