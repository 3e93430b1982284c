package org.postseal.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.corpus.Corpora;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * The RFCs print the private keys of their examples: with these their signatures come out again.
 */
class RfcSigningExamplesTest {
  /** RFC 8410 §7: what stands before the 32 octets of an Ed25519 key. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final Path corpus = Corpora.folder("rfc-examples");

  @Test
  void rfc6376() throws GeneralSecurityException {
    reproduces("rfc6376-A.2.eml", "rsa-sha256", pem("rfc6376-appendixC.private.pem"));
  }

  @Test
  void rfc8463() throws GeneralSecurityException {
    reproduces("rfc8463-A.3.eml", "rsa-sha256", pem("rfc8463-rsa.private.pem"));
    byte[] seed =
        Base64.getDecoder()
            .decode(Corpora.read(corpus.resolve("rfc8463-ed25519.seed.b64")).strip());
    reproduces(
        "rfc8463-A.3.eml",
        "ed25519-sha256",
        PrivateKeys.readPkcs8(Der.concat(ED25519, seed)).orElseThrow());
  }

  private PrivateKey pem(String file) {
    return PrivateKeys.readPem(Corpora.read(corpus.resolve(file))).orElseThrow();
  }

  private void reproduces(String file, String algorithm, PrivateKey key)
      throws GeneralSecurityException {
    var digested = Messages.digested(Corpora.message(corpus.resolve(file)));
    var section = HeaderSection.parse(digested.headerSection());
    int found = 0;
    for (HeaderField field : section.fieldsNamed("dkim-signature")) {
      var parsed = (SignatureParser.Parsed.WellFormed) SignatureParser.parse(field, 64);
      DkimSignature expected = parsed.signature();
      if (expected.algorithm().word().equals(algorithm)) {
        byte[] octets = Messages.signedOctets(section, expected);
        assertThat(Cryptography.sign(expected.algorithm(), key, octets))
            .isEqualTo(expected.signature());
        found++;
      }
    }
    assertThat(found).isEqualTo(1);
  }
}
