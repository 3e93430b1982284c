package org.postseal.endtoend.proof;

import java.util.Random;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.accounting.Kind;
import org.postseal.endtoend.load.SignedLetter;
import org.postseal.endtoend.smtp.Letter;

/** Messages of every kind, each with its id in its recipient and in its body. */
final class ProofLetters {
  private static final int LEAST = 1024;
  private static final int LINE = 76;

  /** Every so many messages one is as large as any may be. */
  private static final int LARGEST_EVERY = 40;

  private final SignedLetter signer;
  private final int largest;

  ProofLetters(ZoneServer zone, int largest) {
    this.signer = SignedLetter.publish(zone, ProofDomains.SIGNING);
    this.largest = largest;
  }

  /**
   * One message.
   *
   * @param octets as it is sent
   */
  record ProofLetter(String id, Kind kind, String reversePath, String recipient, byte[] octets) {}

  /** The next message of a client. */
  ProofLetter next(String id, Random random) {
    var kind = kind(random);
    var recipient = id + "@" + domain(kind, random);
    var from = from(kind, id);
    var letter = new Letter(from, recipient, "proof " + id, text(id, size(random))).octets();
    var octets =
        switch (kind) {
          case GENUINE -> signer.signed(letter);
          case ALTERED -> altered(signer.signed(letter));
          case UNSIGNED, SUBMITTED, UNDELIVERABLE, DOUBTFUL, FORGED -> letter;
        };
    return new ProofLetter(id, kind, from, recipient, octets);
  }

  private static Kind kind(Random random) {
    int percent = random.nextInt(100);
    if (percent < 35) {
      return Kind.GENUINE;
    }
    if (percent < 55) {
      return Kind.SUBMITTED;
    }
    if (percent < 70) {
      return Kind.UNSIGNED;
    }
    if (percent < 76) {
      return Kind.UNDELIVERABLE;
    }
    if (percent < 82) {
      return Kind.DOUBTFUL;
    }
    return percent < 91 ? Kind.FORGED : Kind.ALTERED;
  }

  private static String domain(Kind kind, Random random) {
    return kind == Kind.UNDELIVERABLE
        ? ProofDomains.NOBODY
        : ProofDomains.RECIPIENTS.get(random.nextInt(ProofDomains.RECIPIENTS.size()));
  }

  private static String from(Kind kind, String id) {
    return switch (kind) {
      case GENUINE, FORGED, ALTERED -> "alice@" + ProofDomains.SIGNING;
      case UNSIGNED -> "news@" + ProofDomains.PLAIN;
      case DOUBTFUL -> "bob@" + ProofDomains.LAX;
      // reports come back to an address that has the id
      case SUBMITTED, UNDELIVERABLE -> id + "@" + ProofDomains.HOME;
    };
  }

  /** As many between 1 and 2 KB as between half of the largest and the largest. */
  private int size(Random random) {
    if (random.nextInt(LARGEST_EVERY) == 0) {
      return largest;
    }
    double doublings = Math.log((double) largest / LEAST);
    return (int) (LEAST * Math.exp(random.nextDouble() * doublings));
  }

  private static String text(String id, int octets) {
    var line = (id + " " + "a line of ordinary text, ".repeat(4)).substring(0, LINE) + "\n";
    return line.repeat(Math.max(1, octets / (LINE + 2)));
  }

  /** One letter of the last line is another. */
  private static byte[] altered(byte[] message) {
    message[message.length - 4] ^= 1;
    return message;
  }
}
