package org.postseal.authentication.domainkeys;

import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postseal.authentication.dkim.Cryptography;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.KeyType;
import org.postseal.authentication.dkim.OperationBudget;
import org.postseal.authentication.dkim.PublicKeys;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DomainKeysDigest;
import org.postseal.authentication.message.DomainKeysSelection;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.Mailbox;
import org.postseal.authentication.message.MailboxList;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/**
 * Verifies DomainKey-Signature fields (RFC 4870 §3.5) with the digests that were made when the
 * message passed. Immutable; safe for any number of threads.
 */
public final class DomainKeysVerifier {
  private final int most;

  /**
   * @param most signatures that are looked at, top first, and never more than {@link
   *     DomainKeysSelection#MOST_SIGNATURES}; of a message with more, the reason of any result but
   *     success says so
   */
  public DomainKeysVerifier(int most) {
    this.most = Math.min(most, DomainKeysSelection.MOST_SIGNATURES);
  }

  /** Leaves the algorithm with a result; never leaves this class. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final DomainKeysOutcome outcome;

    Stop(DomainKeysOutcome outcome, String reason) {
      super(reason, null, false, false);
      this.outcome = outcome;
    }
  }

  /** The best result of all signatures, in a budget of its own. Blocks while {@code keys} does. */
  public DomainKeysResult verify(
      HeaderSection section, List<DomainKeysDigest> digests, KeyRecordSource keys) {
    return verify(section, digests, keys, new OperationBudget());
  }

  /** The best result of all signatures. Blocks while {@code keys} does. */
  public DomainKeysResult verify(
      HeaderSection section,
      List<DomainKeysDigest> digests,
      KeyRecordSource keys,
      OperationBudget budget) {
    List<HeaderField> fields = section.fieldsNamed("domainkey-signature");
    var message = new Message(section, keys, budget, new HashMap<>());
    DomainKeysResult best =
        fields.stream()
            .limit(most)
            .map(field -> new Attempt(message, field).result(digests))
            .min(Comparator.comparing(DomainKeysResult::outcome))
            .orElse(DomainKeysResult.NO_SIGNATURE);
    return fields.size() > most ? best.with(most + " of " + fields.size() + " looked at") : best;
  }

  /**
   * The result with the policy of the sending domain, which RFC 4870 §3.6 has asked for only where
   * no signature is valid. Blocks while the DNS does.
   */
  public static DomainKeysResult withPolicy(
      DomainKeysResult result, HeaderSection section, Dns dns) {
    return result.outcome() == DomainKeysOutcome.SUCCESS
        ? result
        : result.with(
            Message.firstMailbox(section.fields(), new HashMap<>())
                .flatMap(sender -> DomainPolicy.find(dns, sender.domain())));
  }

  /**
   * The message, for all of its signatures.
   *
   * @param senders the first mailbox of each field that has been read, which costs as much as the
   *     field is long
   */
  private record Message(
      HeaderSection section,
      KeyRecordSource keys,
      OperationBudget budget,
      Map<HeaderField, Optional<Mailbox>> senders) {

    static Optional<Mailbox> firstMailbox(
        List<HeaderField> fields, Map<HeaderField, Optional<Mailbox>> known) {
      return first(fields, "sender")
          .or(() -> first(fields, "from"))
          .flatMap(field -> known.computeIfAbsent(field, Message::firstMailbox));
    }

    private static Optional<Mailbox> firstMailbox(HeaderField field) {
      return MailboxList.read(field.value()).stream().findFirst();
    }

    private static Optional<HeaderField> first(List<HeaderField> fields, String name) {
      return fields.stream().filter(field -> field.isNamed(name)).findFirst();
    }
  }

  /** One signature on its way; keeps what the report needs on the side. */
  private static final class Attempt {
    private final Message message;
    private final HeaderField field;
    private boolean testing;

    Attempt(Message message, HeaderField field) {
      this.message = message;
      this.field = field;
    }

    DomainKeysResult result(List<DomainKeysDigest> digests) {
      ParsedTagList parsed = TagList.parse(field.source(), field.valueStart(), field.end());
      TagList tags = parsed.tags();
      Optional<DomainName> domain =
          tags.find("d").map(Tag::compact).flatMap(DomainName::parseOctets);
      Optional<Selector> selector = tags.find("s").map(Tag::compact).flatMap(Selector::parseOctets);
      try {
        if (parsed instanceof ParsedTagList.Malformed(_, String reason)) {
          throw defective(reason);
        }
        verify(
            tags,
            domain.orElseThrow(() -> defective("there is no proper d=")),
            selector.orElseThrow(() -> defective("there is no proper s=")),
            digests);
        return result(DomainKeysOutcome.SUCCESS, domain, selector, Optional.empty());
      } catch (Stop stop) {
        return result(stop.outcome, domain, selector, Optional.ofNullable(stop.getMessage()));
      }
    }

    private DomainKeysResult result(
        DomainKeysOutcome outcome,
        Optional<DomainName> domain,
        Optional<Selector> selector,
        Optional<String> reason) {
      return new DomainKeysResult(outcome, domain, selector, testing, reason, Optional.empty());
    }

    private void verify(
        TagList tags, DomainName domain, Selector selector, List<DomainKeysDigest> digests) {
      requireAlgorithmAndQuery(tags);
      Mailbox sender = sendingAddress(tags);
      if (!sender.domain().isSameOrSubdomainOf(domain)) {
        throw defective("d= is neither the sending domain nor a parent of it");
      }
      byte[] signature = signature(tags);
      PublicKeys.Read.Usable key = key(domain, selector, sender);
      DomainKeysDigest digest =
          digests.stream()
              .filter(candidate -> candidate.fieldIndex() == field.index())
              .findFirst()
              .orElseThrow(() -> defective("there is no proper c="));
      if (!message.budget().spend(0)) {
        throw new Stop(DomainKeysOutcome.BEYOND_LIMITS, OperationBudget.USED_UP);
      }
      if (!Cryptography.verifiesSha1Digest(key.key(), digest.hash(), signature)) {
        throw new Stop(DomainKeysOutcome.MISMATCH, "the signature does not verify");
      }
      if (key.bits() < 512) {
        throw new Stop(DomainKeysOutcome.KEY_TOO_SMALL, "the key has only " + key.bits() + " bits");
      }
    }

    /**
     * RFC 4870 §3.3: {@code a=} may be missing and is then rsa-sha1; {@code q=} must be dns. Yahoo
     * signed by the first draft, with neither of them, so both may be missing together.
     */
    private static void requireAlgorithmAndQuery(TagList tags) {
      Optional<Tag> algorithm = tags.find("a");
      Optional<Tag> query = tags.find("q");
      if (algorithm.isPresent() && !algorithm.get().text().equalsIgnoreCase("rsa-sha1")) {
        throw defective("a= is not rsa-sha1");
      }
      if (query.isEmpty() ? algorithm.isPresent() : !query.get().text().equalsIgnoreCase("dns")) {
        throw defective("q= is not dns");
      }
    }

    /** RFC 4870 §3.1: Sender if it is there, else From; here only what is signed counts. */
    private Mailbox sendingAddress(TagList tags) {
      var covered = DomainKeysSelection.of(message.section(), field, tags);
      return Message.firstMailbox(covered, message.senders())
          .orElseThrow(() -> defective("no sending address is signed"));
    }

    private static byte[] signature(TagList tags) {
      String base64 = tags.find("b").map(Tag::compact).orElse("");
      try {
        if (!base64.isEmpty()) {
          return Base64.getDecoder().decode(base64);
        }
      } catch (IllegalArgumentException _) {
        // said below
      }
      throw defective("there is no proper b=");
    }

    private PublicKeys.Read.Usable key(DomainName domain, Selector selector, Mailbox sender) {
      String text =
          switch (message.keys().keyRecords(selector, domain)) {
            case DnsAnswer.Unavailable<String>(String reason) ->
                throw new Stop(
                    DomainKeysOutcome.KEY_UNAVAILABLE, "no answer about the key record: " + reason);
            case DnsAnswer.NoSuchDomain<String> _, DnsAnswer.NoRecords<String> _ ->
                throw defective("there is no key record");
            case DnsAnswer.Found<String>(var records, _, _) -> {
              List<String> candidates = KeyRecord.fitting(records, KeyType.RSA);
              if (candidates.size() != 1) {
                throw defective("of several TXT records not one is the key record");
              }
              yield candidates.getFirst();
            }
          };
      KeyRecord record =
          switch (KeyRecord.parse(text)) {
            case KeyRecord.Parsed.Malformed(String reason) -> throw defective(reason);
            case KeyRecord.Parsed.WellFormed(KeyRecord wellFormed) -> wellFormed;
          };
      testing = record.testing();
      if (!record.isOf(KeyType.RSA)) {
        throw defective("k= of the key record is not rsa");
      }
      if (record.publicKey().isEmpty()) {
        throw defective("the key is revoked");
      }
      Optional<String> granularity =
          TagList.parse(text).tags().find("g").map(Tag::text).filter(g -> !g.isEmpty());
      if (granularity.isPresent() && !matches(granularity.get(), sender.localPart())) {
        throw defective("g= of the key record is for another local-part");
      }
      return switch (PublicKeys.read(KeyType.RSA, record.publicKey())) {
        case PublicKeys.Read.Usable usable -> usable;
        case PublicKeys.Read.TooLarge large ->
            throw new Stop(DomainKeysOutcome.BEYOND_LIMITS, large.reason());
        case PublicKeys.Read.Unusable(String reason) -> throw defective(reason);
      };
    }

    /**
     * RFC 4870 §3.2.3 has {@code g=} match exactly; that one asterisk stands for anything is what
     * RFC 4871 made of it and what key records in use rely on.
     */
    private static boolean matches(String granularity, String localPart) {
      String pattern = granularity.toLowerCase(Locale.ROOT);
      String name = localPart.toLowerCase(Locale.ROOT);
      int asterisk = pattern.indexOf('*');
      if (asterisk < 0) {
        return pattern.equals(name);
      }
      String start = pattern.substring(0, asterisk);
      String end = pattern.substring(asterisk + 1);
      return name.length() >= start.length() + end.length()
          && name.startsWith(start)
          && name.endsWith(end);
    }

    private static Stop defective(String reason) {
      return new Stop(DomainKeysOutcome.DEFECTIVE, reason);
    }
  }
}
