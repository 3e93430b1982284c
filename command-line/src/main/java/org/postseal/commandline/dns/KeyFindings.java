package org.postseal.commandline.dns;

import java.util.List;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.commandline.dns.Finding.Verdict;

/** Compares key records with those of the registry (RFC 6376 §3.6.1). */
final class KeyFindings {
  private static final String WHAT = "DKIM";

  private KeyFindings() {}

  static Finding of(ExpectedKey key, Dns dns) {
    return switch (dns.txt(key.name())) {
      case DnsAnswer.Found<String>(var records, _, _) -> found(key, records);
      case DnsAnswer.NoSuchDomain<String> _, DnsAnswer.NoRecords<String> _ ->
          key.isRevoked()
              ? finding(Verdict.OK, key, "revoked, and gone")
              : finding(Verdict.CHANGE, key, "absent; put there: " + RecordForm.quoted(key.text()));
      case DnsAnswer.Unavailable<String>(var reason) -> finding(Verdict.UNKNOWN, key, reason);
    };
  }

  private static Finding found(ExpectedKey key, List<String> records) {
    var wanted = KeyRecord.parse(key.text());
    boolean isThere = records.stream().map(KeyRecord::parse).anyMatch(wanted::equals);
    if (isThere && records.size() == 1) {
      return finding(Verdict.OK, key, "as it should be (" + key.state() + ")");
    }
    if (isThere) {
      return finding(
          Verdict.CHANGE, key, records.size() + " TXT records; leave only the one of this key");
    }
    var instead = key.isRevoked() ? "the key is revoked; replace it by: " : "differs; put there: ";
    return finding(Verdict.CHANGE, key, instead + RecordForm.quoted(key.text()));
  }

  private static Finding finding(Verdict verdict, ExpectedKey key, String says) {
    return new Finding(verdict, key.name().ascii(), WHAT, says);
  }
}
