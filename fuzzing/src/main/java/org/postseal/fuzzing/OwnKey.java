package org.postseal.fuzzing;

import java.util.Base64;
import java.util.HexFormat;
import org.postseal.authentication.dkim.PrivateKeys;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;

/**
 * The Ed25519 key pair of RFC 8032 §7.1 test 1, which everybody knows: for seals and signatures.
 */
final class OwnKey {
  private static final String SECRET =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  private static final String PUBLIC =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  static final SigningKey SIGNING_KEY =
      new SigningKey(
          DomainName.of("own.example"),
          new Selector("s1"),
          SignatureAlgorithm.ED25519_SHA256,
          PrivateKeys.readPkcs8(
                  HexFormat.of().parseHex("302e020100300506032b657004220420" + SECRET))
              .orElseThrow());

  static final String KEY_RECORD =
      "v=DKIM1; k=ed25519; p="
          + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(PUBLIC));

  private OwnKey() {}
}
