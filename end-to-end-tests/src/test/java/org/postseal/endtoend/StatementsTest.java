package org.postseal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * A gateway states policy and keys of a domain that has none of them in any DNS: by XSIGNPOL to the
 * client that {@code docs/xsignpol.md} prints, which knows nothing but that page, and by the HTTPS
 * twin.
 */
class StatementsTest {
  private static final String DOMAIN = "own.example";
  private static final String POLICY =
      "v=SIGNPOL1; d=own.example; sign=all; testing=n; id=00033b4440e49d9b; max_age=86400;"
          + " keys=dns,smtp,https";
  private static final String TWIN = "signpol." + DOMAIN;
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private static Gateway gateway;
  private static int twin;
  private static final List<JsonNode> KEYS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    SelfSignedStores.add(directory.resolve("smtp.p12"), "localhost", "test");
    SelfSignedStores.add(directory.resolve("signpol.p12"), TWIN, "test");
    SelfSignedStores.pem(directory.resolve("smtp.p12"), "localhost");
    twin = FreePorts.one();
    gateway =
        Gateway.start(
                GatewayPlan.of(directory, "mx." + DOMAIN)
                    .with(
                        "quarkus.tls.\"smtp\".key-store.p12.path",
                        directory.resolve("smtp.p12").toString())
                    .with("quarkus.tls.\"smtp\".key-store.p12.password", SelfSignedStores.PASSWORD)
                    .with(
                        "quarkus.tls.\"signpol\".key-store.p12.path",
                        directory.resolve("signpol.p12").toString())
                    .with(
                        "quarkus.tls.\"signpol\".key-store.p12.password", SelfSignedStores.PASSWORD)
                    .with("postseal.ingress.signpol.listeners", "mx")
                    .with("postseal.ingress.signpol.keys", "dns,smtp,https")
                    .with("postseal.ingress.limits.unlimited", "192.0.2.0/24")
                    .with("postseal.ingress.limits.per-address.policy-queries", "1000")
                    .with("postseal.registry.signpol.port", Integer.toString(twin))
                    .with("postseal.registry.signpol.keys", "dns,smtp,https"))
            .awaitReady(START_LIMIT);
    gateway
        .registry()
        .putDomain(
            DOMAIN,
            """
        {"local": true, "signed": true, "signingPolicy": "all"}""");
    for (var algorithm : List.of("rsa-2048", "ed25519")) {
      gateway.registry().makeKey(DOMAIN, algorithm);
    }
    keys().forEach(KEYS::add);
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static JsonNode keys() throws IOException {
    return new ObjectMapper()
        .readTree(gateway.registry().get("/registry/v1/keys?domain=" + DOMAIN));
  }

  @Test
  void theClientOfThePageReadsPolicyAndKeys() throws Exception {
    Waiting.until(
        "the policy is stated",
        LIMIT,
        () -> Optional.of(asked("POLICY", DOMAIN)).filter((POLICY + "\n")::equals));
    for (var key : KEYS) {
      var selector = key.path("selector").asText();
      var expected =
          "d=own.example; s=%s; ttl=3600\n%s\n"
              .formatted(selector, key.path("recordText").asText());
      Waiting.until(
          "key " + selector + " is stated",
          LIMIT,
          () -> Optional.of(asked("KEY", selector, DOMAIN)).filter(expected::equals));
    }
    assertThat(asked("KEY", "nobody", DOMAIN)).startsWith("550 ");
    assertThat(asked("POLICY", "elsewhere.example")).startsWith("550 ");
    assertThat(asked("POLICY", "not..a.domain")).startsWith("501 ");
  }

  @Test
  void theTwinStatesTheSame() throws Exception {
    assertThat(fetched("")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + POLICY + "\r\n");
    for (var key : KEYS) {
      var selector = key.path("selector").asText();
      assertThat(fetched("?selector=" + selector).replace("\r\n+", ""))
          .endsWith(
              "%s\r\nd=own.example; s=%s; ttl=3600\r\n%s\r\n"
                  .formatted(POLICY, selector, key.path("recordText").asText()));
    }
  }

  @Test
  void aKeyThatIsRevokedIsStatedAsSuchWithinTwoSeconds() throws Exception {
    var id = gateway.registry().makeKey(DOMAIN, "ed25519");
    var selector = selectorOf(id);
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      session.command("EHLO client.example");
      session.startTls("localhost");
      session.command("EHLO client.example");
      var query = "XSIGNPOL KEY " + selector + " " + DOMAIN;
      Waiting.until(
          "the key is stated",
          LIMIT,
          () -> Optional.of(said(session, query)).filter(reply -> reply.code() == 250));
      gateway.registry().revoke(id);
      Waiting.until(
          "the key is stated as revoked",
          Duration.ofSeconds(2),
          () ->
              Optional.of(said(session, query))
                  .filter(reply -> reply.lines().get(1).equals("250-v=DKIM1; k=ed25519; p=")));
    }
    assertThat(fetched("?selector=" + selector)).endsWith("\r\nv=DKIM1; k=ed25519; p=\r\n");
  }

  private static SmtpReply said(SmtpSession session, String command) {
    try {
      return session.command(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String selectorOf(String keyId) throws IOException {
    for (var key : keys()) {
      if (key.path("keyId").asText().equals(keyId)) {
        return key.path("selector").asText();
      }
    }
    throw new IllegalStateException("no key " + keyId);
  }

  /** What the client of the page prints. */
  private static String asked(String... argument) {
    try {
      var python = Path.of("/usr/bin/python3");
      Assumptions.assumeTrue(
          Files.isExecutable(python),
          "python3 is not installed; ./postseal test --interop does it");
      var command = new ArrayList<String>();
      command.addAll(
          List.of(
              python.toString(),
              clientOfThePage().toString(),
              "localhost",
              Integer.toString(gateway.ports().mx()),
              directory.resolve("localhost.pem").toString()));
      command.addAll(List.of(argument));
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(printed).isTrue();
      return printed;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path clientOfThePage() throws IOException {
    var page = Files.readString(Application.repository().resolve("docs/xsignpol.md"));
    var client = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(client.find()).as("the page has a client").isTrue();
    return Files.writeString(directory.resolve("client.py"), client.group(1));
  }

  /** Over TLS with a certificate that is checked for the host. */
  private static String fetched(String query) throws Exception {
    var trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(
        "own", SelfSignedStores.certificate(directory.resolve("signpol.p12"), TWIN));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    try (var plain = new Socket(InetAddress.getLoopbackAddress(), twin);
        var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, TWIN, twin, true)) {
      var parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.getOutputStream()
          .write(
              "GET /.well-known/mail-signing-policy%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(query, TWIN)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(tls.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
