package org.postseal.endtoend.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.endtoend.gateway.PrivateAuthority;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.ManInTheMiddle.Conduct;

/** Signs with a key of his own, and serves it in the place of the domain's mail exchanger. */
final class Forger {
  static final String SUBJECT = "Trust me";

  private static final String SELECTOR = "forged";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]+)-----END [A-Z ]+-----");

  private final String domain;
  private final KeyPair pair;
  private final SSLContext tls;

  Forger(String domain, PrivateAuthority own) throws GeneralSecurityException, IOException {
    this.domain = domain;
    this.pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    this.tls = context(own.server("mx", List.of("mx." + domain, domain)));
  }

  Conduct conduct() {
    return new Conduct.Impersonates(tls, this::reply);
  }

  private String reply(String command) {
    if (command.startsWith("EHLO")) {
      return "250-mx." + domain + "\r\n250 XSIGNPOL V=1";
    }
    if (command.startsWith("XSIGNPOL POLICY")) {
      return "250-v=SIGNPOL1; d=%s; sign=all; id=1; max_age=86400; keys=smtp\r\n250 2.0.0 end"
          .formatted(domain);
    }
    return "250-d=%s; s=%s; ttl=60\r\n250-%s\r\n250-+%s\r\n250 2.0.0 end"
        .formatted(domain, SELECTOR, keyRecord().substring(0, 300), keyRecord().substring(300));
  }

  private String keyRecord() {
    return "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  /** A message in the domain's name, signed with the forger's key. */
  byte[] letterTo(String recipient) {
    var letter = new Letter("dave@" + domain, recipient, SUBJECT, "It is me.").octets();
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT);
    digester.update(letter, 0, letter.length);
    var digested = digester.finish();
    var key =
        new SigningKey(
            DomainName.of(domain),
            new Selector(SELECTOR),
            SignatureAlgorithm.RSA_SHA256,
            pair.getPrivate());
    var result =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            List.of(key),
            SigningProfile.DEFAULT.withQueryMethods(List.of("dns/txt", "x-signpol")),
            Instant.now());
    return switch (result) {
      case SigningResult.Signed(var fields) ->
          (fields.getFirst() + "\r\n" + new String(letter, StandardCharsets.UTF_8))
              .getBytes(StandardCharsets.UTF_8);
      case SigningResult.Refused(var reason) -> throw new IllegalStateException(reason);
    };
  }

  /** With key and certificate of one PEM file. */
  private static SSLContext context(Path file) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var matcher = PEM.matcher(Files.readString(file));
    @Nullable PrivateKey key = null;
    @Nullable Certificate certificate = null;
    while (matcher.find()) {
      var der = Base64.getMimeDecoder().decode(matcher.group(2));
      if (matcher.group(1).equals("CERTIFICATE")) {
        certificate =
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
      } else {
        key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      }
    }
    if (key == null || certificate == null) {
      throw new IllegalStateException("no key and certificate in " + file);
    }
    store.setKeyEntry("mx", key, new char[0], new Certificate[] {certificate});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
