package org.postseal.commandline.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.commandline.PostsealCommand;
import org.postseal.signingpolicy.PolicyId;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;
import picocli.CommandLine;

/** The commands as they are typed, against a registry that answers what it was told. */
class RegistryCommandsTest {

  private static final String KEY =
      """
      {"keyId":"4f1c","domain":"example.com","selector":"s1","algorithm":"rsa-2048",
       "state":"active","announced":"2026-11-23T12:00:00.123456Z",
       "activated":"2026-11-23T13:00:00.5Z","recordName":"s1._domainkey.example.com",
       "recordText":"v=DKIM1; k=rsa; p=abc"}""";
  private static final String DOMAIN =
      """
      {"domain":"example.com","local":true,"signed":false,"signingPolicy":"some",
       "testing":false,"mode":"monitor"}""";

  @TempDir Path folder;
  private final HttpServer registry;
  private final Map<String, Canned> canned = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private record Canned(int status, String body) {}

  RegistryCommandsTest() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void theRegistryKnowsADomainAndAKey() throws IOException {
    Files.writeString(folder.resolve("tokens"), "# ours\nv:viewer\nsecret:operator\n");
    canned.put("GET /domains", new Canned(200, "[" + DOMAIN + "]"));
    canned.put("GET /domains/example.com", new Canned(200, DOMAIN));
    canned.put("PUT /domains/example.com", new Canned(200, DOMAIN));
    canned.put("GET /keys", new Canned(200, "[" + KEY + "]"));
    canned.put("GET /keys/4f1c/dns", new Canned(200, "zone text\n"));
    registry.createContext("/registry/v1", this::answer);
    registry.start();
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var target = exchange.getRequestURI().toString().substring("/registry/v1".length());
    var line = exchange.getRequestMethod() + " " + target;
    var headers = exchange.getRequestHeaders();
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    var ifMatch = headers.getFirst("If-Match");
    requests.add(
        line + (body.isEmpty() ? "" : " " + body) + (ifMatch == null ? "" : " " + ifMatch));
    var answer =
        "Bearer secret".equals(headers.getFirst("Authorization"))
            ? canned.getOrDefault(line, new Canned(404, "{\"detail\":\"no entry for it\"}"))
            : new Canned(401, "{\"detail\":\"the bearer token is unknown\"}");
    exchange.getResponseHeaders().add("ETag", "\"7\"");
    var octets = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), octets.length == 0 ? -1 : octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--url=http://127.0.0.1:" + registry.getAddress().getPort());
    all.add("--token-file=" + folder.resolve("tokens"));
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    CommandLine commandLine = PostsealCommand.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  @Test
  void listsInColumns() {
    assertThat(run("domains", "list")).isZero();
    assertThat(out)
        .hasToString(
            """
            DOMAIN       RECEIVE  SIGN  POLICY  TESTING  MODE     SUBDOMAINS
            example.com  yes      no    some    no       monitor  covered
            """);
  }

  @Test
  void printsJsonForPrograms() {
    assertThat(run("domains", "show", "example.com", "--json")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"signingPolicy\" : \"some\"");
  }

  @Test
  void setChangesWhatIsSaidAndGuardsTheRest() {
    assertThat(run("domains", "set", "example.com", "--sign", "--policy=all", "--mode=default"))
        .isZero();
    assertThat(requests)
        .containsExactly(
            "GET /domains/example.com",
            "PUT /domains/example.com {\"local\":true,\"signed\":true,\"signingPolicy\":\"all\","
                + "\"testing\":false} \"7\"");
  }

  @Test
  void setMakesADomainThatIsNotThere() {
    canned.put("PUT /domains/new.example", new Canned(200, DOMAIN));
    assertThat(run("domains", "set", "new.example", "--no-local", "--testing")).isZero();
    assertThat(requests).contains("PUT /domains/new.example {\"local\":false,\"testing\":true}");
  }

  @Test
  void createsAKeyAndShowsItsRecord() {
    canned.put("POST /keys", new Canned(201, KEY));
    assertThat(run("keys", "create", "example.com", "--activate", "--force")).isZero();
    assertThat(requests)
        .contains(
            "POST /keys {\"domain\":\"example.com\",\"algorithm\":\"rsa-2048\",\"activate\":\"now\","
                + "\"force\":true}");
    assertThat(out.toString())
        .contains("4f1c  example.com  s1        rsa-2048   active  2026-11-23T13:00:00Z")
        .endsWith("zone text\n");
  }

  @Test
  void aKeyIsMeantByItsIdTheBeginningOfItOrItsRecordsName() {
    canned.put("POST /keys/4f1c/revoke", new Canned(200, KEY));
    for (var which : List.of("4f1c", "4f", "s1._domainkey.example.com")) {
      assertThat(run("keys", "revoke", which)).isZero();
    }
    assertThat(requests).filteredOn("POST /keys/4f1c/revoke"::equals).hasSize(3);
    assertThat(run("keys", "revoke", "5")).isEqualTo(1);
    assertThat(err).hasToString("postseal: no such key: 5\n");
  }

  @Test
  void aKeyIsActivatedWhenTheDnsHasItOrByForce() {
    canned.put(
        "POST /keys/4f1c/activate",
        new Canned(409, "{\"detail\":\"resolver 192.0.2.1:53 has no such name\"}"));
    canned.put("POST /keys/4f1c/activate?force=true", new Canned(200, KEY));
    assertThat(run("keys", "activate", "4f1c")).isEqualTo(1);
    assertThat(err).hasToString("postseal: resolver 192.0.2.1:53 has no such name\n");
    assertThat(run("keys", "activate", "4f1c", "--force")).isZero();
    assertThat(out.toString()).contains("active");
  }

  @Test
  void aKeyWhoseMailMayBeOnItsWayIsRevokedByForce() {
    canned.put("POST /keys/4f1c/revoke", new Canned(409, "{\"detail\":\"it signs\"}"));
    canned.put("POST /keys/4f1c/revoke?force=true", new Canned(200, KEY));
    assertThat(run("keys", "revoke", "4f1c")).isEqualTo(1);
    assertThat(err).hasToString("postseal: it signs\n");
    assertThat(run("keys", "revoke", "4f1c", "--force")).isZero();
  }

  @Test
  void rewrapSaysWhatMayGo() {
    var answer =
        new Canned(
            200,
            """
            {"current":"file:2","inUse":{"file:2":7},"mayGo":["file:1"],"unopenable":["9a"]}""");
    canned.put("POST /key-encryption/rewrap", answer);
    canned.put("GET /key-encryption", answer);
    assertThat(run("keys", "rewrap")).isZero();
    assertThat(out)
        .hasToString(
            """
            current:  file:2
            in use:   file:2, 7
            cannot:   9a
            may go:   file:1
            """);
    assertThat(run("keys", "rewrap", "--dry-run", "--json")).isZero();
    assertThat(requests).containsExactly("POST /key-encryption/rewrap", "GET /key-encryption");
  }

  @Test
  void theStatusIsALineForEachServerThatWasAsked() {
    canned.put(
        "GET /domains/example.com/status",
        new Canned(
            200,
            """
            [{"selector":"s1","state":"active","asked":"2026-11-23T12:00:00.5Z","servers":[
              {"kind":"resolver","server":"192.0.2.1:53","finding":"published","says":"has it"},
              {"kind":"authoritative","server":"ns.example.com","finding":"different",
               "says":"has no such name"}]}]"""));
    assertThat(run("keys", "status", "example.com")).isZero();
    assertThat(out)
        .hasToString(
            """
            SELECTOR  STATE   DNS        ASKED                 SERVER                        ANSWER
            s1        active  published  2026-11-23T12:00:00Z  resolver 192.0.2.1:53         has it
            s1        active  different  2026-11-23T12:00:00Z  authoritative ns.example.com  has no such name
            """);
  }

  /** The one command for a new domain; said again it makes nothing. */
  @Test
  void aDomainIsAddedWithKeysAndEverythingItsZoneNeeds() {
    var entry =
        "{\"domain\":\"new.example\",\"local\":true,\"signed\":true,\"signingPolicy\":\"all\","
            + "\"testing\":true}";
    var key = KEY.replace("example.com", "new.example").replace("active", "announced");
    var other = key.replace("rsa-2048", "ed25519").replace("s1", "s2");
    canned.put("GET /domains/new.example", new Canned(404, "{}"));
    canned.put("GET /keys?domain=new.example", new Canned(200, "[]"));
    assertThat(run("domains", "add", "new.example", "--dry-run")).isZero();
    assertThat(requests).noneMatch(request -> request.startsWith("P"));
    assertThat(out.toString())
        .contains("; would make the entry of new.example", "; would make a key, ed25519");

    canned.put("PUT /domains/new.example", new Canned(200, entry));
    canned.put("POST /keys", new Canned(201, key));
    assertThat(run("domains", "add", "new.example", "--mx=mail.example")).isZero();
    assertThat(requests)
        .anyMatch(
            request ->
                request.startsWith("PUT /domains/new.example")
                    && request.contains("\"signed\":true")
                    && request.contains("\"testing\":true"))
        .anyMatch(request -> request.startsWith("POST /keys") && request.contains("\"rsa-2048\""))
        .anyMatch(request -> request.startsWith("POST /keys") && request.contains("\"ed25519\""));

    canned.put("GET /domains/new.example", new Canned(200, entry));
    canned.put("GET /keys?domain=new.example", new Canned(200, "[" + key + "," + other + "]"));
    requests.clear();
    out.getBuffer().setLength(0);
    assertThat(run("domains", "add", "new.example", "--mx=mail.example")).isZero();
    assertThat(requests).noneMatch(request -> request.startsWith("P"));
    assertThat(out)
        .hasToString(
            """
            ; put this into the zone of new.example:
            new.example. 3600 IN MX 10 mail.example.
            new.example. 3600 IN TXT "v=spf1 mx -all"
            _dmarc.new.example. 3600 IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@new.example"
            _mta-sts.new.example. 3600 IN TXT "v=STSv1; id=1"
            _smtp._tls.new.example. 3600 IN TXT "v=TLSRPTv1; rua=mailto:tls@new.example"
            s1._domainkey.new.example. 3600 IN TXT "v=DKIM1; k=rsa; p=abc"
            s2._domainkey.new.example. 3600 IN TXT "v=DKIM1; k=rsa; p=abc"
            _signpol.new.example. 3600 IN TXT "v=SIGNPOL1; id=ID" ; only where XSIGNPOL is on
            ; MTA-STS has a policy, too: https://mta-sts.new.example (RFC 8461)
            ; then: ./postseal dns check new.example; ./postseal keys activate KEY
            """
                .replace("id=ID", "id=" + PolicyId.of(Promise.ALL, Testing.YES)));
    assertThat(run("domains", "add", "not..a.domain")).isEqualTo(2);
  }

  @Test
  void thePolicyIsAnnouncedWhereWeSignForTheDomain() {
    canned.put("GET /keys?domain=example.com", new Canned(200, "[" + KEY + "]"));
    assertThat(run("keys", "publish", "example.com", "--signpol")).isEqualTo(1);
    assertThat(err.toString()).contains("no domain that we sign for");
    canned.put(
        "GET /domains/example.com",
        new Canned(200, "{\"domain\":\"example.com\",\"signed\":true,\"signingPolicy\":\"all\"}"));
    assertThat(run("keys", "publish", "example.com", "--signpol")).isZero();
    assertThat(out.toString())
        .contains("_signpol.example.com. 3600 IN TXT \"v=SIGNPOL1; id=00033b4440e49d9b\"");
    assertThat(run("keys", "publish", "4f1c", "--signpol")).isEqualTo(1);
  }

  @Test
  void recordsArePublishedInSeveralForms() {
    canned.put("GET /keys?domain=example.com", new Canned(200, "[" + KEY + "]"));
    assertThat(run("keys", "publish", "example.com")).isZero();
    assertThat(run("keys", "publish", "4f1c", "--form=value")).isZero();
    assertThat(out)
        .hasToString(
            """
            s1._domainkey.example.com. 3600 IN TXT "v=DKIM1; k=rsa; p=abc"
            "v=DKIM1; k=rsa; p=abc"
            """);
    assertThat(run("keys", "publish", "4f1c", "--form=terraform", "--ttl=60")).isZero();
    assertThat(out.toString()).contains("name    = \"s1._domainkey.example.com\"", "ttl     = 60");
    assertThat(run("keys", "publish", "4f1c", "--json")).isZero();
    assertThat(out.toString()).contains("\"strings\" : [ \"v=DKIM1; k=rsa; p=abc\" ]");
    canned.put("GET /keys?domain=nosuch", new Canned(200, "[]"));
    assertThat(run("keys", "publish", "nosuch")).isEqualTo(1);
    assertThat(run("keys", "publish", "4f1c", "--form=smoke")).isEqualTo(2);
  }

  @Test
  void aDryRunChangesNothing() {
    var would = new Canned(200, "{\"dryRun\":true,\"action\":\"done\"}");
    canned.put("POST /keys/4f1c/revoke?force=true&dry-run=true", would);
    canned.put("POST /keys/4f1c/retire?dry-run=true", would);
    canned.put("POST /keys?dry-run=true", would);
    canned.put("PUT /domains/example.com?dry-run=true", would);
    canned.put("DELETE /domains/example.com?dry-run=true", would);
    canned.put("DELETE /blocklist/example.com?dry-run=true", would);
    for (var command :
        List.of(
            "keys revoke 4f1c --force",
            "keys retire 4f1c",
            "keys create example.com",
            "domains set example.com --local",
            "domains remove example.com",
            "blocklist remove example.com")) {
      assertThat(run((command + " --dry-run").split(" ", -1))).as(command).isZero();
      assertThat(out.toString()).as(command).endsWith("nothing changed; it would be: done\n");
    }
    assertThat(requests)
        .filteredOn(request -> !request.startsWith("GET "))
        .hasSize(6)
        .allMatch(request -> request.contains("dry-run=true"));
  }

  /** What the registry would refuse is refused here too. */
  @Test
  void aDryRunDoesNotFlatter() {
    canned.put("POST /keys/4f1c/revoke?dry-run=true", new Canned(409, "{\"detail\":\"it signs\"}"));
    assertThat(run("keys", "revoke", "4f1c", "--dry-run")).isEqualTo(1);
    assertThat(err).hasToString("postseal: it signs\n");
  }

  @Test
  void theZoneTextIsOfAKeyOrADomain() {
    canned.put("GET /domains/example.com/dns", new Canned(200, "all of them\n"));
    assertThat(run("keys", "dns", "4f1c")).isZero();
    assertThat(run("keys", "dns", "example.com")).isZero();
    assertThat(out).hasToString("zone text\nall of them\n");
  }

  @Test
  void blocksAndUnblocks() {
    canned.put("PUT /blocklist/bad.example", new Canned(200, "{\"domain\":\"bad.example\"}"));
    canned.put("DELETE /blocklist/bad.example", new Canned(204, ""));
    assertThat(run("blocklist", "add", "bad.example", "--reason=spam since May")).isZero();
    assertThat(run("blocklist", "remove", "bad.example")).isZero();
    assertThat(requests.getFirst()).endsWith("{\"reason\":\"spam since May\"}");
    assertThat(out).hasToString("blocked bad.example\nno longer blocked: bad.example\n");
  }

  @Test
  void blocksNetworksForATime() {
    canned.put("PUT /blocklist/192.0.2.0%2F24", new Canned(200, "{\"network\":\"192.0.2.0/24\"}"));
    assertThat(
            run("blocklist", "add", "192.0.2.0/24", "--reason=x", "--expires=2027-01-01T00:00:00Z"))
        .isZero();
    assertThat(requests.getFirst())
        .endsWith("{\"reason\":\"x\",\"expires\":\"2027-01-01T00:00:00Z\"}");
    assertThat(out).hasToString("blocked 192.0.2.0/24\n");
  }

  @Test
  void importsAndExportsLists() throws IOException {
    var file = Files.writeString(folder.resolve("list"), "bad.example ; spam\n");
    canned.put("POST /blocklist", new Canned(200, "{\"names\":1}"));
    assertThat(run("blocklist", "import", file.toString(), "--reason=theirs")).isZero();
    assertThat(requests.getFirst())
        .endsWith(
            "{\"format\":\"plain\",\"text\":\"bad.example ; spam\\n\",\"reason\":\"theirs\"}");
    canned.put("GET /blocklist?format=plain", new Canned(200, "bad.example ; spam\n"));
    assertThat(run("blocklist", "export")).isZero();
    assertThat(out).hasToString("imported: 1 names\nbad.example ; spam\n");
    canned.put("POST /blocklist", new Canned(400, "{\"detail\":\"line 3: 'a..b' is neither\"}"));
    assertThat(run("blocklist", "import", file.toString())).isEqualTo(1);
    Files.write(file, new byte[512 * 1024 + 1]);
    assertThat(run("blocklist", "import", file.toString())).isEqualTo(1);
    assertThat(run("blocklist", "import", folder.resolve("nosuch").toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("postseal: line 3: 'a..b' is neither"),
            line -> assertThat(line).endsWith("is longer than 524288 octets: divide it"),
            line -> assertThat(line).contains("nosuch cannot be read"));
  }

  @Test
  void aRefusalIsItsOwnWordsAndStatus1() {
    canned.put(
        "DELETE /domains/example.com", new Canned(409, "{\"detail\":\"key 4f1c is active\"}"));
    assertThat(run("domains", "remove", "example.com")).isEqualTo(1);
    canned.put("GET /blocklist", new Canned(500, "<html>"));
    assertThat(run("blocklist", "list")).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "postseal: key 4f1c is active\npostseal: the registry refuses with status 500\n");
  }

  @Test
  void whatCannotBeUsedIsOneLineAndStatus2() {
    assertThat(run("domains")).isEqualTo(2);
    assertThat(run("domains", "set", "example.com", "--policy=maybe")).isEqualTo(2);
    assertThat(run("blocklist", "add", "bad.example")).isEqualTo(2);
    assertThat(execute("keys", "list", "--url=ftp://x")).isEqualTo(2);
    assertThat(execute("keys", "list", "--token-file=" + folder.resolve("nosuch"))).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(5).allMatch(line -> line.startsWith("postseal: "));
    assertThat(requests).isEmpty();
  }

  @Test
  void anUnknownTokenIsRefusedWithoutBeingShown() throws IOException {
    Files.writeString(folder.resolve("tokens"), "wrong-token\n");
    assertThat(run("keys", "list")).isEqualTo(1);
    assertThat(err).hasToString("postseal: the bearer token is unknown\n");
  }

  @Test
  void aRegistryThatIsAwayIsSaidSo() {
    registry.stop(0);
    assertThat(run("keys", "list")).isEqualTo(1);
    assertThat(err.toString()).startsWith("postseal: the registry at http://127.0.0.1:");
    assertThat(err.toString().lines()).hasSize(1);
  }
}
