package org.postseal.endtoend.load;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.smtp.Letter;

/** A sender of others, with a key in the DNS, whose mail is signed rsa-sha256 with 2048 bits. */
public final class SignedLetter {
  private static final String SELECTOR = "load";
  private static final int LINE = 76;

  private final String domain;
  private final KeyPair pair;

  private SignedLetter(String domain, KeyPair pair) {
    this.domain = domain;
    this.pair = pair;
  }

  /** A new key, published in the zone. */
  public static SignedLetter publish(ZoneServer zone, String domain) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new SignedLetter(domain, generator.generateKeyPair()).alsoFor(zone, domain);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  /** The same key, published for another domain too. */
  SignedLetter alsoFor(ZoneServer zone, String another) {
    var text =
        "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    zone.txt(SELECTOR + "._domainkey." + another, text.substring(0, 250), text.substring(250));
    return new SignedLetter(another, pair);
  }

  /** A signed message to someone, of at least so many octets. */
  public byte[] to(String recipient, int octets) {
    var line = "a line of ordinary text, ".repeat(4).substring(0, LINE);
    var letter =
        new Letter(
                "alice@" + domain,
                recipient,
                "load",
                (line + "\n").repeat(Math.max(1, octets / (LINE + 2))))
            .octets();
    return signed(letter);
  }

  /** A message of this domain with its signature in front. */
  public byte[] signed(byte[] letter) {
    var field = signature(letter) + "\r\n";
    var signed = new byte[field.length() + letter.length];
    System.arraycopy(field.getBytes(StandardCharsets.US_ASCII), 0, signed, 0, field.length());
    System.arraycopy(letter, 0, signed, field.length(), letter.length);
    return signed;
  }

  private String signature(byte[] letter) {
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT);
    digester.update(letter, 0, letter.length);
    var digested = digester.finish();
    var key =
        new SigningKey(
            DomainName.parse(domain).orElseThrow(),
            Selector.parse(SELECTOR).orElseThrow(),
            SignatureAlgorithm.RSA_SHA256,
            pair.getPrivate());
    var result =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            List.of(key),
            SigningProfile.DEFAULT,
            Instant.now());
    return switch (result) {
      case SigningResult.Signed(var fields) -> fields.getFirst();
      case SigningResult.Refused(var reason) -> throw new IllegalStateException(reason);
    };
  }
}
