package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.postseal.authentication.dkim.Cryptography;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.VerificationKey;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;

/**
 * The text of a TXT record: a record or a reason, the same when written again; and any key that
 * comes of it refuses a signature it did not make, without an exception.
 */
final class KeyRecordAttack implements Attack {
  private static final DomainName DOMAIN = DomainName.of("sender.example");
  private static final Selector SELECTOR = new Selector("s1");
  private static final byte[] OCTETS = {1, 2, 3};

  @Override
  public void with(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    if (KeyRecord.parse(text) instanceof KeyRecord.Parsed.WellFormed(var record)) {
      BrokenClaim.unlessEqual(
          KeyRecord.parse(written(record)),
          new KeyRecord.Parsed.WellFormed(record),
          "written and read again");
    }
    KeyRecordSource source =
        (_, _) ->
            new DnsAnswer.Found<>(List.of(text), Duration.ofHours(1), DnssecStatus.NOT_PROVEN);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      if (VerificationKey.find(source, SELECTOR, DOMAIN, algorithm)
          instanceof VerificationKey.Usable key) {
        requireRefusal(algorithm, key);
      }
    }
  }

  private static void requireRefusal(SignatureAlgorithm algorithm, VerificationKey.Usable key) {
    for (int length : new int[] {0, 1, 64, key.bits() / 8}) {
      byte[] signature = new byte[length];
      Arrays.fill(signature, (byte) 0x5a);
      BrokenClaim.unless(
          !Cryptography.verifies(algorithm, key.key(), OCTETS, signature),
          "nobody has signed this");
    }
    if (key.key().getAlgorithm().equals("RSA")) {
      BrokenClaim.unless(
          !Cryptography.verifiesSha1Digest(key.key(), new byte[20], new byte[key.bits() / 8]),
          "nobody has signed this");
    }
  }

  private static String written(KeyRecord record) {
    var text = new StringBuilder("v=DKIM1; k=" + record.keyType());
    list(text, "h", record.hashAlgorithms());
    if (record.services().isEmpty()) {
      text.append("; s=");
    }
    list(text, "s", record.services());
    list(text, "t", record.flags());
    return text.append("; p=").append(record.publicKey()).toString();
  }

  private static void list(StringBuilder text, String name, List<String> words) {
    if (!words.isEmpty()) {
      text.append("; ").append(name).append('=').append(String.join(":", words));
    }
  }
}
