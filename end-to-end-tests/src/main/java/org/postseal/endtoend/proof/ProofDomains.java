package org.postseal.endtoend.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.accounting.Arrival;
import org.postseal.endtoend.accounting.Arrival.What;

/** The domains of a run, and how a message is known again by its recipient's local-part. */
final class ProofDomains {
  /** Whose accounts submit, and whose users are told what could not be delivered. */
  static final String HOME = "home.example";

  static final String QUICK = "quick.example";
  static final String SLOW = "slow.example";

  /** Its next hop dies now and then. */
  static final String FRAIL = "frail.example";

  /** Its next hop knows nobody. */
  static final String NOBODY = "nobody.example";

  /** Other people's domains: one signs everything, one signs nothing, one wants quarantine. */
  static final String SIGNING = "signing.example";

  static final String PLAIN = "plain.example";
  static final String LAX = "lax.example";

  /** Those that mail is delivered to. */
  static final List<String> RECIPIENTS = List.of(QUICK, SLOW, FRAIL);

  private ProofDomains() {}

  /** What the DNS says about other people's. */
  static ZoneServer zone() {
    return ZoneServer.start()
        .txt(SIGNING, "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc." + SIGNING, "v=DMARC1; p=reject")
        .txt(LAX, "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc." + LAX, "v=DMARC1; p=quarantine")
        .txt(PLAIN, "v=spf1 ip4:127.0.0.1 -all");
  }

  /** The id of the message that an address belongs to; empty for the sender's own address. */
  static Optional<String> messageOf(String address) {
    int at = address.lastIndexOf('@');
    return address.endsWith("@" + HOME) ? Optional.empty() : Optional.of(address.substring(0, at));
  }

  /** What has arrived, by its recipient: what is for the sender is a report. */
  static Arrival arrival(
      String recipient, String hop, int connection, Instant at, String bodyDigest) {
    var id = recipient.substring(0, recipient.lastIndexOf('@'));
    var what = messageOf(recipient).isPresent() ? What.MESSAGE : What.REPORT;
    return new Arrival(id, what, hop, connection, at, bodyDigest);
  }
}
