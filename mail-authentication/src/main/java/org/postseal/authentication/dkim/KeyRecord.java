package org.postseal.authentication.dkim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/**
 * A key record (RFC 6376 §3.6.1). The tag {@code g=} of older records is unknown here and thus
 * ignored.
 *
 * @param keyType the word of {@code k=}; it may be one we do not know
 * @param hashAlgorithms {@code h=}; empty means all
 * @param services {@code s=}
 * @param flags {@code t=}
 * @param publicKey {@code p=} without white space; empty means revoked
 */
public record KeyRecord(
    String keyType,
    List<String> hashAlgorithms,
    List<String> services,
    List<String> flags,
    String publicKey) {

  /** What came of reading a TXT record as a key record. */
  public sealed interface Parsed {
    /** It is one. */
    record WellFormed(KeyRecord keyRecord) implements Parsed {}

    /** It breaks the syntax. */
    record Malformed(String reason) implements Parsed {}
  }

  private static final Remembered<Parsed> KNOWN = new Remembered<>(1024);

  /**
   * Reads the text of a TXT record, each octet as an ISO-8859-1 character. The records read last
   * are remembered, because few signers send most of the mail.
   */
  public static Parsed parse(String text) {
    return KNOWN.get(text, KeyRecord::parseUnknown);
  }

  private static Parsed parseUnknown(String text) {
    return switch (TagList.parse(text)) {
      case ParsedTagList.Malformed(_, String reason) -> new Parsed.Malformed(reason);
      case ParsedTagList.WellFormed(TagList tags) -> interpret(tags);
    };
  }

  /**
   * Which of the TXT records at one name can be meant (RFC 6376 §6.1.2 step 4, §3.6.2.2): a single
   * one, whatever it holds; of several, the key records whose {@code k=} fits. What has no {@code
   * p=} or says that it is something else is no key record.
   */
  public static List<String> fitting(List<String> texts, KeyType type) {
    return texts.size() == 1 ? texts : texts.stream().filter(text -> fits(text, type)).toList();
  }

  private static boolean fits(String text, KeyType type) {
    return parse(text) instanceof Parsed.WellFormed(KeyRecord read) && read.isOf(type);
  }

  /** Whether {@code k=} names this type. */
  public boolean isOf(KeyType type) {
    return keyType.equalsIgnoreCase(type.word());
  }

  private static Parsed interpret(TagList tags) {
    Optional<Tag> version = tags.find("v");
    if (version.isPresent()) {
      if (!version.get().text().equals("DKIM1")) {
        return new Parsed.Malformed("v= of the key record is not DKIM1");
      }
      if (!tags.tags().getFirst().name().equals("v")) {
        return new Parsed.Malformed("v= of the key record is not its first tag");
      }
    }
    Optional<Tag> publicKey = tags.find("p");
    if (publicKey.isEmpty()) {
      return new Parsed.Malformed("the key record has no p=");
    }
    return new Parsed.WellFormed(
        new KeyRecord(
            tags.find("k").map(Tag::compact).orElse("rsa"),
            words(tags, "h"),
            tags.find("s").isPresent() ? words(tags, "s") : List.of("*"),
            words(tags, "t"),
            publicKey.get().compact()));
  }

  private static List<String> words(TagList tags, String name) {
    return tags.find(name)
        .map(Tag::compact)
        .map(
            value ->
                Stream.of(value.split(":", -1))
                    .filter(word -> !word.isEmpty())
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .toList())
        .orElse(List.of());
  }

  /** {@code t=y}: the domain is testing DKIM. */
  public boolean testing() {
    return flags.contains("y");
  }

  /** {@code t=s}: no {@code i=} in a subdomain. */
  boolean strict() {
    return flags.contains("s");
  }

  boolean revoked() {
    return publicKey.isEmpty();
  }

  boolean servesEmail() {
    return services.contains("*") || services.contains("email");
  }

  boolean allows(SignatureAlgorithm algorithm) {
    return hashAlgorithms.isEmpty() || hashAlgorithms.contains(algorithm.hash().word());
  }
}
