package org.postseal.endtoend.forgeries;

import static org.postseal.endtoend.forgeries.Forgery.ATTACKER;
import static org.postseal.endtoend.forgeries.Forgery.VICTIM;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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

/** What the two publish: the victim a key and a policy, the attacker an SPF record that passes. */
final class ForgersDns implements AutoCloseable {
  private final ZoneServer zone = ZoneServer.start();
  private final KeyPair key;

  ForgersDns() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      key = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    for (String domain : List.of(VICTIM, ATTACKER, "mail." + VICTIM)) {
      zone.address(domain, "192.0.2.1").mx(domain, 10, "mx." + domain);
      zone.address("mx." + domain, "192.0.2.1");
    }
    zone.txt(VICTIM, "v=spf1 ip4:192.0.2.1 -all");
    zone.txt("_dmarc." + VICTIM, "v=DMARC1; p=reject");
    zone.txt(
        "s._domainkey." + VICTIM,
        "v=DKIM1; p=" + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()));
    zone.txt(ATTACKER, "v=spf1 ip4:127.0.0.1 -all");
    zone.txt("mx." + ATTACKER, "v=spf1 ip4:127.0.0.1 -all");
  }

  ZoneServer zone() {
    return zone;
  }

  String resolver() {
    return "127.0.0.1:" + zone.address().getPort();
  }

  /** A message that the victim signed as many do: each field once, none as absent. */
  String signed(String message) {
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT);
    byte[] octets = new Forgery("", message).octets();
    digester.update(octets, 0, octets.length);
    var digested = digester.finish();
    var standard = SigningProfile.DEFAULT;
    var profile =
        new SigningProfile(
            standard.header(),
            standard.body(),
            new SigningProfile.Names.Exactly(
                List.of("from", "to", "subject", "date", "message-id", "reply-to")),
            standard.timestamp(),
            standard.expiration(),
            Optional.empty());
    var result =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            List.of(
                new SigningKey(
                    DomainName.of(VICTIM),
                    new Selector("s"),
                    SignatureAlgorithm.RSA_SHA256,
                    key.getPrivate())),
            profile,
            Instant.now());
    if (result instanceof SigningResult.Signed(var fields)) {
      return String.join("\r\n", fields) + "\r\n" + message;
    }
    throw new IllegalStateException(result.toString());
  }

  /** All forgeries, those that begin with a message of the victim included. */
  List<Forgery> forgeries() {
    var all = new ArrayList<>(Forgeries.all());
    all.addAll(Forgeries.replays(signed(Forgeries.GENUINE)));
    return all;
  }

  @Override
  public void close() {
    zone.close();
  }
}
