package org.postseal.registry.publication;

import java.util.List;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.registry.publication.Sighting.Finding;

/**
 * What one server answered about a key record.
 *
 * @param witness what the server is
 * @param server its name or address
 * @param answer the texts of all TXT records at the name
 */
public record Testimony(Witness witness, String server, DnsAnswer<String> answer) {

  private static final int SHOWN = 60;

  /** Whom a stranger's verifier depends on. */
  public enum Witness {
    /** A recursive resolver. */
    RESOLVER,
    /** A server of the zone that holds the record. */
    AUTHORITATIVE;

    /** Its name in the API. */
    public String word() {
      return switch (this) {
        case RESOLVER -> "resolver";
        case AUTHORITATIVE -> "authoritative";
      };
    }
  }

  /** Whether this server has exactly the expected record. */
  public Finding finding(String expected) {
    return switch (answer) {
      case DnsAnswer.Found<String>(var records, _, _) ->
          isOnly(expected, records) ? Finding.PUBLISHED : Finding.DIFFERENT;
      case DnsAnswer.NoSuchDomain<String> _, DnsAnswer.NoRecords<String> _ -> Finding.DIFFERENT;
      case DnsAnswer.Unavailable<String> _ -> Finding.UNKNOWN;
    };
  }

  /** Of several records a verifier takes any (RFC 6376 §3.6.2.2), so there must be one. */
  private static boolean isOnly(String expected, List<String> records) {
    return records.size() == 1 && isSame(expected, records.getFirst());
  }

  /** White space and the order of tags mean nothing; every tag that a verifier reads does. */
  private static boolean isSame(String expected, String record) {
    return KeyRecord.parse(record) instanceof KeyRecord.Parsed.WellFormed seen
        && seen.equals(KeyRecord.parse(expected));
  }

  /** The answer in a few words. */
  public String says(String expected) {
    return switch (answer) {
      case DnsAnswer.Found<String>(var records, _, _) ->
          isOnly(expected, records)
              ? "has it"
              : records.size() == 1
                  ? "has \"" + shortened(records.getFirst()) + "\""
                  : "has " + records.size() + " records";
      case DnsAnswer.NoSuchDomain<String> _ -> "has no such name";
      case DnsAnswer.NoRecords<String> _ -> "has no TXT record there";
      case DnsAnswer.Unavailable<String>(var reason) -> "gave no answer (" + reason + ")";
    };
  }

  String summary(String expected) {
    return witness.word() + " " + server + " " + says(expected);
  }

  /** Strangers write records: one line, and nothing that is not printable. */
  private static String shortened(String record) {
    var printable = record.replaceAll("[^ -~]", "?");
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "...";
  }
}
