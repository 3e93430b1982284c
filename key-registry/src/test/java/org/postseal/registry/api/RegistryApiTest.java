package org.postseal.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.server.Fault;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;

/** The whole registry over HTTP, on a real broker and a real DNS server. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class RegistryApiTest {

  private static final String ENTRY =
      """
      {"local": true, "signed": true, "signingPolicy": "all"}""";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String domain = "d" + UUID.randomUUID() + ".example";

  @TestHTTPResource URI root;
  @Inject Journal journal;
  @Inject RegistrySettings settings;
  @Inject MeterRegistry meters;

  @BeforeEach
  void aDomainIsThere() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!journal.isWriter()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
    RegistryFixture.dns().clear();
    assertThat(put("/domains/" + domain, ENTRY).statusCode()).isEqualTo(200);
  }

  private String token(Role role) throws IOException {
    return Files.readAllLines(settings.tokensFile()).stream()
        .filter(line -> line.endsWith(":" + role.roleName()))
        .findFirst()
        .orElseThrow()
        .split(":", 2)[0];
  }

  private HttpRequest.Builder request(Role role, String path) throws IOException {
    return HttpRequest.newBuilder(root.resolve("/registry/v1" + path))
        .header("Authorization", "Bearer " + token(role));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(Role role, String path) throws Exception {
    return send(request(role, path).GET());
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return send(
        request(Role.OPERATOR, path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(Role.OPERATOR, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return send(request(Role.OPERATOR, path).DELETE());
  }

  private JsonNode tree(HttpResponse<String> response) throws IOException {
    return json.readTree(response.body());
  }

  private JsonNode makeKey(String algorithm, String activate) throws Exception {
    var made =
        post(
            "/keys",
            """
            {"domain": "%s", "algorithm": "%s"%s}"""
                .formatted(domain, algorithm, activate));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return tree(made);
  }

  /** The domain has a server of its own, and the record is in its zone. */
  private void publish(JsonNode key) throws Exception {
    hasServer();
    var path = "/keys/" + key.get("keyId").asText();
    RegistryFixture.dns().zoneText(get(Role.VIEWER, path + "/dns").body());
  }

  private void hasServer() {
    RegistryFixture.dns().ns(domain, "ns1." + domain).address("ns1." + domain, "127.0.0.1");
  }

  private double drift() {
    return meters.get("postseal_registry_key_drift").gauge().value();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private void assertProblem(HttpResponse<String> response, int status, String detail)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(tree(response).get("status").asInt()).isEqualTo(status);
    assertThat(tree(response).get("detail").asText()).contains(detail);
  }

  @Test
  void aDomainIsReadBackAsItWasPut() throws Exception {
    var got = get(Role.VIEWER, "/domains/" + domain.toUpperCase(Locale.ROOT));
    assertThat(tree(got))
        .isEqualTo(
            json.readTree(
                """
                {"domain": "%s", "local": true, "signed": true, "signingPolicy": "all",
                 "testing": false}"""
                    .formatted(domain)));
    assertThat(tree(get(Role.OPERATOR, "/domains")).findValuesAsText("domain")).contains(domain);
    assertThat(delete("/domains/" + domain).statusCode()).isEqualTo(204);
    assertProblem(get(Role.VIEWER, "/domains/" + domain), 404, "no entry for " + domain);
  }

  @Test
  void uLabelsAreConverted() throws Exception {
    var got = put("/domains/b%C3%BCcher." + domain, ENTRY);
    assertThat(tree(got).get("domain").asText()).isEqualTo("xn--bcher-kva." + domain);
  }

  @Test
  void anEntityTagGuardsAChange() throws Exception {
    var tag = get(Role.VIEWER, "/domains/" + domain).headers().firstValue("ETag").orElseThrow();
    var body = HttpRequest.BodyPublishers.ofString(ENTRY);
    var guarded =
        request(Role.OPERATOR, "/domains/" + domain)
            .header("Content-Type", "application/json")
            .header("If-Match", tag);
    assertThat(send(guarded.copy().PUT(body)).statusCode()).isEqualTo(200);
    assertProblem(send(guarded.copy().PUT(body)), 412, "has changed");
    var onlyNew =
        request(Role.OPERATOR, "/domains/" + domain)
            .header("Content-Type", "application/json")
            .header("If-None-Match", "*");
    assertProblem(send(onlyNew.PUT(body)), 412, "has changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT  | /domains/exa_mple.com | {}                            | domain is not",
        "PUT  | /domains/-a.example   | {}                            | domain is not",
        "PUT  | /domains/a.example    | {\"singed\": true}            | singed",
        "PUT  | /domains/a.example    | {\"signingPolicy\": \"maybe\"} | signingPolicy",
        "PUT  | /domains/a.example    | {\"local\": \"perhaps\"}      | local",
        "PUT  | /domains/a.example    | [1]                           | not what is expected",
        "PUT  | /domains/a.example    | {                             | Bad Request",
        "PUT  | /blocklist/a.example  | {}                            | reason",
        "POST | /keys                 | {\"domain\": \"a.example\"}   | algorithm",
        "POST | /keys                 | {\"algorithm\": \"rsa-2048\"} | domain is not",
      })
  void whatCannotBeReadIs400(String method, String path, String body, String detail)
      throws Exception {
    assertProblem(method.equals("PUT") ? put(path, body) : post(path, body), 400, detail);
  }

  @Test
  void withoutATokenIs401AndWithTheWrongRole403() throws Exception {
    var naked = HttpRequest.newBuilder(root.resolve("/registry/v1/domains"));
    assertProblem(send(naked.copy()), 401, "a bearer token is needed");
    assertThat(send(naked.copy()).headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertProblem(send(naked.header("Authorization", "Bearer 0123456789abcdef")), 401, "unknown");
    assertProblem(get(Role.SIGNER, "/domains"), 403, "role");
    assertProblem(get(Role.VERIFIER, "/keys"), 403, "role");
    for (var role : List.of(Role.OPERATOR, Role.VERIFIER, Role.VIEWER)) {
      assertProblem(get(role, "/signing-keys?domain=" + domain), 403, "role");
    }
    assertProblem(send(request(Role.VIEWER, "/domains/" + domain).DELETE()), 403, "role");
  }

  @Test
  void aSignerGetsWhatTheKeyRecordVerifies() throws Exception {
    var key = makeKey("rsa-2048", ", \"activate\": \"now\", \"force\": true");
    var answer = get(Role.SIGNER, "/signing-keys?domain=" + domain);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    var signing = tree(answer);
    assertThat(signing.get("signed").asBoolean()).isTrue();
    assertThat(signing.get("signingDomain").asText()).isEqualTo(domain);
    var given = signing.get("keys").get(0);
    assertThat(given.get("selector")).isEqualTo(key.get("selector"));
    assertThat(given.get("algorithm").asText()).isEqualTo("rsa-sha256");

    var looked =
        tree(get(Role.VERIFIER, "/public-keys/" + key.get("selector").asText() + "/" + domain));
    assertThat(looked.get("outcome").asText()).isEqualTo("found");
    assertThat(looked.get("source").asText()).isEqualTo("registry");
    var recordText = looked.get("records").get(0).asText();
    var rsa = KeyFactory.getInstance("RSA");
    var signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(
        rsa.generatePrivate(
            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(given.get("privateKey").asText()))));
    signer.update(new byte[] {1, 2, 3});
    var signature = signer.sign();
    signer.initVerify(
        rsa.generatePublic(
            new X509EncodedKeySpec(Base64.getDecoder().decode(recordText.replaceAll(".*p=", "")))));
    signer.update(new byte[] {1, 2, 3});
    assertThat(signer.verify(signature)).isTrue();
  }

  @Test
  void subdomainsSignUnderTheirParentUnlessTheyHaveAnEntry() throws Exception {
    makeKey("ed25519", ", \"activate\": \"now\", \"force\": true");
    var below = tree(get(Role.SIGNER, "/signing-keys?domain=a.b." + domain));
    assertThat(below.get("signingDomain").asText()).isEqualTo(domain);
    assertThat(below.get("keys")).hasSize(1);
    assertThat(put("/domains/b." + domain, "{\"local\": true}").statusCode()).isEqualTo(200);
    var takenOut = tree(get(Role.SIGNER, "/signing-keys?domain=a.b." + domain));
    assertThat(takenOut.get("signed").asBoolean()).isFalse();
    assertThat(takenOut.get("keys")).isEmpty();
    assertThat(takenOut.has("signingDomain")).isFalse();
  }

  @Test
  void aDomainToBeSignedWithoutAnActiveKeyHasNone() throws Exception {
    makeKey("ed25519", "");
    var signing = tree(get(Role.SIGNER, "/signing-keys?domain=" + domain));
    assertThat(signing.get("signed").asBoolean()).isTrue();
    assertThat(signing.get("keys")).isEmpty();
  }

  @Test
  void theNameServerAnswersFromMemory() throws Exception {
    var dns =
        DnsjavaDns.ofZone(
            ResolverSettings.of(
                List.of(
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), settings.nameServer().port()))));
    var key = makeKey("ed25519", "");
    var name = DomainName.of(key.get("recordName").asText());
    assertThat(dns.txt(name).toString()).contains(key.get("recordText").asText());
    post("/keys/" + key.get("keyId").asText() + "/revoke", "");
    assertThat(dns.txt(name).toString()).contains("v=DKIM1; k=ed25519; p=]");
    assertThat(dns.txt(DomainName.of("nosuch._domainkey." + domain)))
        .isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void privateKeysAreSealedAnewByOneCommand() throws Exception {
    makeKey("ed25519", "");
    var answer = tree(post("/key-encryption/rewrap", ""));
    assertThat(answer.get("current").asText()).isEqualTo("file:1");
    assertThat(answer.get("inUse").get("file:1").asInt()).isPositive();
    assertThat(answer.get("mayGo")).isEmpty();
    assertThat(answer.get("unopenable")).isEmpty();
    assertThat(tree(get(Role.VIEWER, "/key-encryption"))).isEqualTo(answer);
    assertThat(get(Role.SIGNER, "/key-encryption").statusCode()).isEqualTo(403);
  }

  @Test
  void aDomainSaysHowItsKeysTakeTurns() throws Exception {
    assertThat(
            put("/domains/" + domain, "{\"signed\": true, \"keyRotation\": \"90d\"}").statusCode())
        .isEqualTo(200);
    assertThat(tree(get(Role.VIEWER, "/domains/" + domain)).get("keyRotation").asText())
        .isEqualTo("90d");
    for (var wrong : List.of("\"sometimes\"", "\"0d\"", "90", "{}")) {
      assertThat(
              put("/domains/" + domain, "{\"signed\": true, \"keyRotation\": " + wrong + "}")
                  .statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void aKeyLivesItsLife() throws Exception {
    var key = makeKey("ed25519", "");
    var path = "/keys/" + key.get("keyId").asText();
    assertThat(key.get("state").asText()).isEqualTo("announced");
    assertProblem(post(path + "/retire", ""), 409, "it is announced");
    publish(key);
    assertThat(tree(post(path + "/activate", "")).get("state").asText()).isEqualTo("active");
    assertThat(tree(get(Role.VIEWER, path)).get("published")).isNotNull();
    assertProblem(delete("/domains/" + domain), 409, "is active");
    assertThat(tree(post(path + "/retire", "")).get("state").asText()).isEqualTo("retired");
    assertProblem(post(path + "/revoke", ""), 409, "may be on its way until");
    var revoked = tree(post(path + "/revoke?force=true", ""));
    assertThat(revoked.get("recordText").asText()).isEqualTo("v=DKIM1; k=ed25519; p=");
    assertProblem(post(path + "/activate", ""), 409, "it is revoked");
    assertProblem(
        post(
            "/keys",
            """
            {"domain": "%s", "algorithm": "ed25519", "selector": "%s"}"""
                .formatted(domain, key.get("selector").asText())),
        409,
        "a selector never is again");
    assertProblem(post("/keys/nosuch/revoke", ""), 404, "no key nosuch");
  }

  @Test
  void aKeyThatNobodyCanSeeIsNotActivatedUnlessForced() throws Exception {
    var key = makeKey("ed25519", "");
    var path = "/keys/" + key.get("keyId").asText();
    hasServer();
    var refused = post(path + "/activate", "");
    assertProblem(refused, 409, "resolver 127.0.0.1:");
    assertProblem(refused, 409, "authoritative ns1." + domain + " has no");
    assertProblem(refused, 409, "fails at strangers");
    RegistryFixture.dns().txt(key.get("recordName").asText(), "v=DKIM1; k=ed25519; p=AAAA");
    assertProblem(post(path + "/activate", ""), 409, "has \"v=DKIM1; k=ed25519; p=AAAA\"");
    assertThat(tree(get(Role.VIEWER, path)).get("state").asText()).isEqualTo("announced");
    var forced = tree(post(path + "/activate?force=true", ""));
    assertThat(forced.get("state").asText()).isEqualTo("active");
    assertThat(forced.has("published")).isFalse();
  }

  /** The replica that writes looks by itself; what it finds is told, and raises the alarm. */
  @Test
  void theWriterWatchesThePublicDns() throws Exception {
    var key = makeKey("ed25519", "");
    var path = "/keys/" + key.get("keyId").asText();
    publish(key);
    await(
        "published", () -> tree(get(Role.VIEWER, path)).get("state").asText().equals("published"));
    assertThat(tree(post(path + "/activate", "")).get("state").asText()).isEqualTo("active");
    // Keys that other tests left behind have no record: they drift as well.
    await("a round with this key", () -> drift() == keysWithoutRecord(key));
    RegistryFixture.dns().removeTxt(key.get("recordName").asText());
    await("the alarm", () -> drift() == keysWithoutRecord(key) + 1);
    publish(key);
    await("its end", () -> drift() == keysWithoutRecord(key));
  }

  private long keysWithoutRecord(JsonNode but) {
    return journal.state().keys().stream()
        .filter(k -> List.of("active", "retired").contains(k.value().state().word()))
        .filter(k -> !k.value().id().equals(but.get("keyId").asText()))
        .count();
  }

  @Test
  void aKeyJustMadeSignsOnlyByForce() throws Exception {
    assertProblem(
        post(
            "/keys",
            """
            {"domain": "%s", "algorithm": "ed25519", "activate": "now"}"""
                .formatted(domain)),
        400,
        "or force it");
  }

  @Test
  void theStatusSaysWhoWasAskedWhenAndWhatTheyAnswered() throws Exception {
    var key = makeKey("ed25519", "");
    publish(key);
    var status = tree(get(Role.VIEWER, "/domains/" + domain + "/status")).get(0);
    assertThat(status.get("publicDns").asText()).isEqualTo("published");
    assertThat(status.get("expected")).isEqualTo(key.get("recordText"));
    assertThat(status.get("asked").asText()).startsWith("20");
    assertThat(status.get("servers").findValuesAsText("kind"))
        .containsExactly("resolver", "authoritative");
    assertThat(status.get("servers").get(1).get("server").asText()).isEqualTo("ns1." + domain);
    RegistryFixture.dns().removeTxt(key.get("recordName").asText());
    var gone = tree(get(Role.VIEWER, "/domains/" + domain + "/status")).get(0);
    assertThat(gone.get("publicDns").asText()).isEqualTo("different");
    assertProblem(get(Role.VIEWER, "/domains/nosuch.example/status"), 404, "no entry");
  }

  @Test
  void noAnswerToAnOperatorHoldsAPrivateKey() throws Exception {
    var key = makeKey("ed25519", ", \"activate\": \"now\", \"force\": true");
    var secret =
        tree(get(Role.SIGNER, "/signing-keys?domain=" + domain))
            .get("keys")
            .get(0)
            .get("privateKey")
            .asText();
    var path = "/keys/" + key.get("keyId").asText();
    for (var each : List.of("/keys", path, path + "/dns", "/domains/" + domain + "/dns")) {
      var body = get(Role.OPERATOR, each).body();
      assertThat(body).contains(domain).doesNotContain(secret).doesNotContain("ciphertext");
    }
  }

  @Test
  void keyRecordsGoIntoAZone() throws Exception {
    var key = makeKey("rsa-2048", "");
    var text = get(Role.VIEWER, "/keys/" + key.get("keyId").asText() + "/dns");
    assertThat(text.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    RegistryFixture.dns().zoneText(text.body());
    assertThat(get(Role.VIEWER, "/domains/" + domain + "/dns").body()).isEqualTo(text.body());
  }

  @Test
  void theKeysOfOthersComeFromTheDns() throws Exception {
    var theirs = "t" + domain;
    RegistryFixture.dns()
        .txt("s1._domainkey." + theirs, "v=DKIM1; p=abc")
        .txt("present._domainkey." + theirs + ".a", "x");
    var found = get(Role.VERIFIER, "/public-keys/s1/" + theirs);
    assertThat(tree(found))
        .isEqualTo(
            json.readTree(
                """
                {"selector": "s1", "domain": "%s", "outcome": "found",
                 "records": ["v=DKIM1; p=abc"], "source": "dns", "ttl": 300,
                 "dnssec": "not-proven"}"""
                    .formatted(theirs)));
    assertThat(found.headers().firstValue("Cache-Control")).contains("private, max-age=300");
    assertThat(tree(get(Role.VERIFIER, "/public-keys/nosuch/" + theirs)).get("outcome").asText())
        .isEqualTo("no-such-domain");
    RegistryFixture.dns().mx("s2._domainkey." + theirs, 10, "a.example");
    assertThat(tree(get(Role.VERIFIER, "/public-keys/s2/" + theirs)).get("outcome").asText())
        .isEqualTo("no-records");
  }

  @Test
  void aSelectorOfOursThatTheRegistryDidNotMakeComesFromTheDns() throws Exception {
    RegistryFixture.dns().txt("service._domainkey." + domain, "v=DKIM1; p=def");
    assertThat(tree(get(Role.VERIFIER, "/public-keys/service/" + domain)).get("source").asText())
        .isEqualTo("dns");
  }

  @Test
  void aFailingDnsIsUnavailableAndASlowOnePending() throws Exception {
    var theirs = "t" + domain;
    RegistryFixture.dns()
        .txt("s1._domainkey." + theirs, "v=DKIM1; p=abc")
        .fault("s1._domainkey." + theirs, Fault.serverFailure());
    var failing = get(Role.VERIFIER, "/public-keys/s1/" + theirs);
    assertThat(failing.statusCode()).isEqualTo(200);
    assertThat(failing.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(tree(failing).get("outcome").asText()).isEqualTo("unavailable");
    assertThat(tree(failing).get("reason").asText()).contains("SERVFAIL");
    RegistryFixture.dns().fault("s1._domainkey." + theirs, new Fault.Delay(Duration.ofMillis(700)));
    assertThat(tree(get(Role.VERIFIER, "/public-keys/s1/" + theirs)).get("outcome").asText())
        .isEqualTo("pending");
    RegistryFixture.dns().heal();
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!tree(get(Role.VERIFIER, "/public-keys/s1/" + theirs))
        .get("outcome")
        .asText()
        .equals("found")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void policiesAreTheOperatorsWord() throws Exception {
    assertThat(tree(get(Role.VERIFIER, "/policies/" + domain)))
        .isEqualTo(
            json.readTree(
                """
                {"domain": "%s", "signingPolicy": "all", "testing": false,
                 "source": "registry", "trust": "operator", "ttl": 30}"""
                    .formatted(domain)));
    var below = "/policies/below." + domain;
    assertThat(tree(get(Role.VERIFIER, below)).get("signingPolicy").asText()).isEqualTo("all");
    var alone =
        "{\"local\": true, \"signed\": true, \"signingPolicy\": \"all\","
            + " \"subdomains\": \"not-covered\"}";
    assertThat(put("/domains/" + domain, alone).statusCode()).isEqualTo(200);
    assertThat(tree(get(Role.VERIFIER, below)).get("source").asText()).isEqualTo("none");
    assertThat(tree(get(Role.OPERATOR, "/domains/" + domain)).get("subdomains").asText())
        .isEqualTo("not-covered");
    assertThat(tree(get(Role.VERIFIER, "/policies/" + domain)).get("signingPolicy").asText())
        .as("itself")
        .isEqualTo("all");
  }

  @Test
  void theBlocklistTakesAndForgets() throws Exception {
    var path = "/blocklist/" + domain;
    assertThat(put(path, "{\"reason\": \"spam since May\"}").statusCode()).isEqualTo(200);
    var listed = tree(get(Role.VERIFIER, "/blocklist"));
    assertThat(listed.findValuesAsText("domain")).contains(domain);
    assertThat(listed.findValuesAsText("author")).anyMatch(a -> a.startsWith("operator/"));
    assertThat(delete(path).statusCode()).isEqualTo(204);
    assertProblem(delete(path), 404, "is not on the blocklist");
  }

  @Test
  void theBlocklistTakesNetworksWithAnEndAndHasVersions() throws Exception {
    var path = "/blocklist/198.51.100.0/25";
    var body = "{\"reason\": \"spam\", \"expires\": \"2999-01-01T00:00:00Z\"}";
    var made = put(path, body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(tree(made).get("network").asText()).isEqualTo("198.51.100.0/25");
    var got = get(Role.VIEWER, "/blocklist/198.51.100.0%2F25");
    assertThat(tree(got).get("expires").asText()).isEqualTo("2999-01-01T00:00:00Z");
    var tag = got.headers().firstValue("ETag").orElseThrow();
    assertProblem(put("/blocklist/198.51.100.1/25", body), 400, "bits beyond its prefix");
    assertProblem(put("/blocklist/0.0.0.0/0", body), 400, "wider than /8");
    assertProblem(
        put(path, "{\"reason\": \"x\", \"expires\": \"2001-01-01T00:00:00Z\"}"),
        400,
        "in the past");
    assertProblem(put(path, "{\"reason\": \"x\", \"expires\": \"soon\"}"), 400, "expires");
    assertProblem(send(request(Role.OPERATOR, path).header("If-Match", "\"1\"").DELETE()), 412, "");
    assertThat(send(request(Role.OPERATOR, path).header("If-Match", tag).DELETE()).statusCode())
        .isEqualTo(204);
    assertProblem(get(Role.VIEWER, path), 404, "is not on the blocklist");
  }

  @Test
  void aListIsImportedAsAWholeOrNotAtAllAndExported() throws Exception {
    var lines = domain + " ; spam\\n203.0.113.0/24 ; more spam\\n";
    var good = "{\"format\": \"plain\", \"text\": \"" + lines + "\"}";
    var bad = "{\"format\": \"plain\", \"text\": \"" + lines + "a..b ; x\\n\"}";
    assertProblem(post("/blocklist", bad), 400, "line 3: 'a..b' is neither");
    assertProblem(get(Role.VIEWER, "/blocklist/" + domain), 404, "not on the blocklist");
    assertThat(tree(post("/blocklist?dry-run=true", good)).get("action").asText())
        .isEqualTo("imported");
    assertProblem(get(Role.VIEWER, "/blocklist/" + domain), 404, "not on the blocklist");
    assertThat(tree(post("/blocklist", good)).get("names").asInt()).isEqualTo(2);
    assertThat(tree(post("/blocklist?dry-run=true", good)).at("/after/unchanged").asInt())
        .isEqualTo(2);
    assertThat(get(Role.VIEWER, "/blocklist?format=plain").body())
        .contains(domain + " ; spam\n", "203.0.113.0/24 ; more spam\n");
    assertThat(get(Role.VIEWER, "/blocklist?format=dnsbl&zone=bl.example").body())
        .contains("$ORIGIN bl.example.\n", "*.113.0.203 IN A 127.0.0.2\n");
    assertProblem(get(Role.VIEWER, "/blocklist?format=dnsbl"), 400, "zone is needed");
    assertProblem(get(Role.VIEWER, "/blocklist?format=xml"), 400, "neither plain nor dnsbl");
    assertProblem(post("/blocklist", "{\"format\": \"plain\", \"txt\": \"\"}"), 400, "txt");
    var tooLong = "x".repeat((int) settings.blocklist().importSize().asLongValue() + 1);
    assertProblem(
        post("/blocklist", "{\"format\": \"plain\", \"text\": \"" + tooLong + "\"}"),
        400,
        "text is longer than 524288");
  }

  @Test
  void aDryRunSaysWhatWouldBeAndWritesNothing() throws Exception {
    var before = get(Role.VIEWER, "/domains/" + domain);
    var written = journal.state().newestKeyVersion();
    var replaced = put("/domains/" + domain + "?dry-run=true", "{\"local\": true}");
    assertThat(replaced.statusCode()).isEqualTo(200);
    assertThat(tree(replaced).get("dryRun").asBoolean()).isTrue();
    assertThat(tree(replaced).get("action").asText()).isEqualTo("replaced");
    assertThat(tree(replaced).at("/before/signed").asBoolean()).isTrue();
    assertThat(tree(replaced).at("/after/signed").asBoolean()).isFalse();
    var key =
        post("/keys?dry-run=true", "{\"domain\": \"" + domain + "\", \"algorithm\": \"ed25519\"}");
    assertThat(tree(key).get("action").asText()).isEqualTo("created");
    assertThat(key.body()).doesNotContain("private", "ciphertext");
    assertThat(tree(delete("/domains/" + domain + "?dry-run=true")).get("action").asText())
        .isEqualTo("deleted");
    assertProblem(delete("/domains/none." + domain + "?dry-run=true"), 404, "no entry");
    assertProblem(delete("/domains/" + domain + "?dry-run=perhaps"), 400, "neither true nor false");
    var after = get(Role.VIEWER, "/domains/" + domain);
    assertThat(after.body()).isEqualTo(before.body());
    assertThat(after.headers().firstValue("ETag")).isEqualTo(before.headers().firstValue("ETag"));
    assertThat(journal.state().newestKeyVersion()).isEqualTo(written);
  }

  @Test
  void secretsAreForTheirOwnerOnly() throws Exception {
    for (var file : List.of(settings.tokensFile(), settings.keyEncryptionKeyFile())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itSaysWhenItIsReadyAndDescribesItself() throws Exception {
    var ready = send(HttpRequest.newBuilder(root.resolve("/q/health/ready")));
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("key-registry");
    var openapi = send(HttpRequest.newBuilder(root.resolve("/q/openapi")));
    assertThat(openapi.body())
        .contains("/registry/v1/public-keys/{selector}/{domain}", "PublicKeyAnswer");
    var metrics = send(HttpRequest.newBuilder(root.resolve("/q/metrics")));
    assertThat(metrics.body()).contains("postseal_registry_writer", "postseal_registry_changes");
  }
}
