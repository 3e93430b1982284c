package org.postseal.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.Peer;
import org.postseal.authentication.dns.Dns;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.server.ZoneServer;

/** The examples of mail-authentication's README, with a DNS that is asked over the wire. */
class AuthenticationExamplesTest {
  private static final String MESSAGE =
      "From: Joe <joe@example.com>\r\nSubject: Dinner\r\n\r\nAt eight?\r\n";
  private static final Peer STRANGER =
      Peer.of(InetAddress.ofLiteral("198.51.100.7"), "mail.example.org", "eve@example.org");

  /** An Ed25519 SubjectPublicKeyInfo ends with the 32 octets that a key record holds. */
  private static final int PUBLIC_KEY = 32;

  private final ZoneServer server = ZoneServer.start();
  private final Dns dns = new DnsjavaDns(ResolverSettings.of(List.of(server.address())));
  private String pem = "";

  @BeforeEach
  void publish() throws GeneralSecurityException {
    var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] info = keys.getPublic().getEncoded();
    byte[] key = Arrays.copyOfRange(info, info.length - PUBLIC_KEY, info.length);
    pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    server
        .txt("example.com", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.example.com", "v=DMARC1; p=reject")
        .txt(
            "s1._domainkey.example.com",
            "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(key));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aMessageIsSignedAndEvaluated() throws IOException {
    var field = EvaluateMessage.authenticationResults(dns, stream(signed()));
    assertThat(field)
        .startsWith("Authentication-Results: mx.example.net;")
        .contains("dkim=pass", "spf=pass", "dmarc=pass");
  }

  @Test
  void aMessageThatWasChangedIsNotTheSigners() throws IOException {
    var field =
        EvaluateMessage.authenticationResults(
            dns, stream(signed().replace("At eight?", "At nine?")));
    assertThat(field).contains("dkim=fail");
  }

  @Test
  void whatIsNobodysIsNotSigned() {
    assertThatThrownBy(() -> SignMessage.signatures(pem, stream("Subject: a\r\n\r\nb\r\n")))
        .isInstanceOf(IOException.class)
        .hasMessage("not signed: From must be there and be signed");
  }

  @Test
  void aMessageMayArriveInPieces() throws IOException {
    assertThat(isFromItsAuthor(signed())).isTrue();
    assertThat(isFromItsAuthor(MESSAGE)).isFalse();
  }

  private boolean isFromItsAuthor(String message) {
    var arriving = new ArrivingMessage();
    byte[] octets = message.getBytes(US_ASCII);
    for (int at = 0; at < octets.length; at++) {
      arriving.arrived(octets, at, 1);
    }
    return arriving.isFromItsAuthor(dns, STRANGER, Instant.now());
  }

  private String signed() throws IOException {
    return String.join("\r\n", SignMessage.signatures(pem, stream(MESSAGE))) + "\r\n" + MESSAGE;
  }

  private static InputStream stream(String message) {
    return new ByteArrayInputStream(message.getBytes(US_ASCII));
  }
}
