package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.tls.SelfSigned;

/** AUTH over real TLS, with a SASL client that is not ours. */
class AuthenticationOverTlsTest {
  private static final ForeignSasl ALICE = ForeignSasl.unbound("alice", "wonderland");

  @TempDir private Path directory;

  /** A session after EHLO, inside of TLS. */
  private static Client greeted(Edge edge) {
    var client = new Client(edge.port(Listener.SUBMISSIONS));
    client.startTls();
    client.reply();
    client.command("EHLO laptop.example");
    return client;
  }

  /** The last reply of the exchange. */
  private static String authenticate(Client client, String mechanism, ForeignSasl person)
      throws SaslException {
    var sasl = person.begin(mechanism);
    var reply = client.command("AUTH " + mechanism);
    while (reply.startsWith("334 ")) {
      var said = sasl.evaluateChallenge(Base64.getDecoder().decode(reply.substring(4)));
      reply = client.command(said == null ? "" : Base64.getEncoder().encodeToString(said));
    }
    if (reply.startsWith("235 ")) {
      assertThat(sasl.isComplete()).as("the client is content with us too").isTrue();
    }
    return reply;
  }

  private static byte[] exported(Client client) throws SSLException {
    return client
        .tls()
        .exportKeyingMaterialData(
            "EXPORTER-Channel-Binding", "".getBytes(StandardCharsets.US_ASCII), 32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
  void aForeignClientIsRecognised(String mechanism) throws SaslException {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      assertThat(authenticate(client, mechanism, ForeignSasl.unbound("alice", "looking-glass")))
          .isEqualTo("535 5.7.8 Authentication credentials invalid");
      assertThat(authenticate(client, mechanism, ALICE))
          .isEqualTo("235 2.7.0 Authentication successful");
    }
  }

  @Test
  void aForeignClientBindsToTheChannel() throws SaslException, SSLException {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      assertThat(client.tls().getProtocol()).isEqualTo("TLSv1.3");
      var bound = ALICE.seeing("tls-exporter", exported(client));
      assertThat(authenticate(client, "SCRAM-SHA-256-PLUS", bound)).startsWith("235 ");
    }
  }

  @Test
  void aForeignClientBindsToOurCertificate()
      throws SaslException, GeneralSecurityException, SSLException {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      var certificate = client.tls().getPeerCertificates()[0].getEncoded();
      var bound =
          ALICE.seeing(
              "tls-server-end-point", MessageDigest.getInstance("SHA-256").digest(certificate));
      assertThat(authenticate(client, "SCRAM-SHA-256-PLUS", bound)).startsWith("235 ");
    }
  }

  /** The server's own certificate serves as the client's: it names mx.example, an account. */
  @Test
  void aCertificateIsItsAccounts() throws Exception {
    var wishes = Wishes.usual().with("client-certificates", "yes");
    var vertx = Vertx.vertx();
    try (var edge = new Edge(directory, wishes);
        var known = new Client(edge.port(Listener.SUBMISSIONS));
        var unknown = greeted(edge)) {
      var files = SelfSigned.in(directory, "mx.example", Instant.now());
      var keys =
          new PemKeyCertOptions()
              .addKeyPath(files.key().toString())
              .addCertPath(files.certificate().toString())
              .getKeyManagerFactory(vertx)
              .getKeyManagers();
      known.startTls(keys);
      known.reply();
      known.send("EHLO laptop.example\r\n");
      assertThat(Stream.generate(known::line).takeWhile(l -> l.startsWith("250-")).toList())
          .anyMatch(line -> line.matches("250-AUTH .*EXTERNAL.*"));
      assertThat(known.command("AUTH EXTERNAL =")).startsWith("235 ");
      assertThat(known.command("MAIL FROM:<anybody@mx.example>")).startsWith("250 ");
      assertThat(unknown.command("AUTH EXTERNAL =")).startsWith("504 ");
    } finally {
      Edge.await(vertx.close());
    }
  }

  /** Somebody in between has a TLS connection to either side, and what each sees differs. */
  @Test
  void anotherConnectionsChannelIsRefused() throws SaslException, SSLException {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge);
        var other = greeted(edge)) {
      var bound = ALICE.seeing("tls-exporter", exported(other));
      assertThat(authenticate(client, "SCRAM-SHA-256-PLUS", bound)).startsWith("535 ");
    }
  }
}
