package org.postseal.authentication.arc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * One instance of a chain (RFC 8617 §4.2): results, message signature and seal of one handler.
 *
 * @param results the ARC-Authentication-Results field
 */
record ArcSet(int instance, HeaderField results, ArcTags messageSignature, ArcTags seal) {
  static final String RESULTS = "arc-authentication-results";
  static final String MESSAGE_SIGNATURE = "arc-message-signature";
  static final String SEAL = "arc-seal";

  private static final List<String> KINDS = List.of(RESULTS, MESSAGE_SIGNATURE, SEAL);
  private static final List<String> STATUSES = List.of("none", "pass", "fail");

  /** Whether the message has any ARC field at all. */
  static boolean any(HeaderSection section) {
    return KINDS.stream().anyMatch(kind -> !section.fieldsNamed(kind).isEmpty());
  }

  /** The highest instance that any ARC field names; 0 if none can be read. */
  static int highestInstance(HeaderSection section) {
    return KINDS.stream()
        .flatMap(kind -> section.fieldsNamed(kind).stream())
        .mapToInt(field -> readableInstance(field).orElse(0))
        .max()
        .orElse(0);
  }

  /** The sealing domains as the seals claim them, newest first. */
  static List<DomainName> claimedSealers(HeaderSection section) {
    Map<Integer, DomainName> sealers = new TreeMap<>();
    for (HeaderField field : section.fieldsNamed(SEAL)) {
      try {
        ArcTags tags = ArcTags.of(field);
        sealers.putIfAbsent(tags.instance(), tags.domain());
      } catch (Malformed _) {
        // a seal that names nobody
      }
    }
    return List.copyOf(sealers.values()).reversed();
  }

  /**
   * All sets, the oldest first. RFC 8617 §5.2 step 3: each instance has exactly one field of each
   * kind, and the instances are 1 to N.
   */
  static List<ArcSet> all(HeaderSection section) throws Malformed {
    Map<Integer, HeaderField> results = new HashMap<>();
    for (HeaderField field : section.fieldsNamed(RESULTS)) {
      requireNew(results.put(ArcInfo.of(field).instance(), field) == null);
    }
    Map<Integer, ArcTags> signatures = byInstance(section, MESSAGE_SIGNATURE);
    Map<Integer, ArcTags> seals = byInstance(section, SEAL);
    int count = Math.max(seals.size(), Math.max(results.size(), signatures.size()));
    var sets = new ArrayList<ArcSet>();
    for (int i = 1; i <= count; i++) {
      HeaderField result = results.get(i);
      ArcTags signature = signatures.get(i);
      ArcTags seal = seals.get(i);
      if (result == null || signature == null || seal == null) {
        throw new Malformed("an ARC set is incomplete");
      }
      sets.add(new ArcSet(i, result, signature, seal));
    }
    return sets;
  }

  /** RFC 8617 §4.1.3: the claimed status of the chain when this set was added. */
  String chainValidation() throws Malformed {
    String status = seal.required("cv").text().toLowerCase(Locale.ROOT);
    if (!STATUSES.contains(status)) {
      throw seal.malformed("cv= is no status");
    }
    return status;
  }

  /** The ARC-Authentication-Results behind {@code i=N;}. */
  String resultsPayload() throws Malformed {
    return ArcInfo.of(results).payload();
  }

  private static Map<Integer, ArcTags> byInstance(HeaderSection section, String kind)
      throws Malformed {
    Map<Integer, ArcTags> byInstance = new HashMap<>();
    for (HeaderField field : section.fieldsNamed(kind)) {
      ArcTags tags = ArcTags.of(field);
      requireNew(byInstance.put(tags.instance(), tags) == null);
    }
    return byInstance;
  }

  private static void requireNew(boolean isNew) throws Malformed {
    if (!isNew) {
      throw new Malformed("two ARC fields of one kind have the same instance");
    }
  }

  private static Optional<Integer> readableInstance(HeaderField field) {
    try {
      return Optional.of(
          field.isNamed(RESULTS) ? ArcInfo.of(field).instance() : ArcTags.of(field).instance());
    } catch (Malformed e) {
      return Optional.empty();
    }
  }
}
