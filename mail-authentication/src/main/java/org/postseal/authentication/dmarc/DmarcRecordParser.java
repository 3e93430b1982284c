package org.postseal.authentication.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postseal.authentication.dmarc.DmarcRecord.Soundness;

/** The grammar of RFC 9989 §4.8. Literals of ABNF are case-insensitive, except {@code DMARC1}. */
final class DmarcRecordParser {
  private static final String VERSION = "DMARC1";

  private final String text;
  private final Map<String, String> tags = new HashMap<>();
  private final List<String> ignored = new ArrayList<>();

  DmarcRecordParser(String text) {
    this.text = text;
  }

  /** {@code dmarc-version = "v" equals %s"DMARC1"}. */
  static boolean isDmarc(String text) {
    int semicolon = text.indexOf(';');
    return dmarcTag(semicolon < 0 ? text : text.substring(0, semicolon))
        .filter(tag -> tag.name().equals("v") && tag.value().equals(VERSION))
        .isPresent();
  }

  private record Tag(String name, String value) {}

  /**
   * <pre>
   * dmarc-record = dmarc-version *( dmarc-sep dmarc-tag ) [ dmarc-sep ] *WSP
   * dmarc-sep    = *WSP ";" *WSP
   * </pre>
   */
  DmarcRecord dmarcRecord() {
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf(';', at);
      end = end < 0 ? text.length() : end;
      var piece = text.substring(at, end).strip();
      var tag = dmarcTag(piece);
      if (tag.isPresent()) {
        if (tags.putIfAbsent(tag.get().name(), tag.get().value()) != null) {
          ignored.add(piece);
        }
      } else if (!piece.isEmpty()) {
        ignored.add(piece);
      }
      at = end + 1;
    }
    return interpreted();
  }

  /**
   * <pre>
   * dmarc-tag   = 1*ALPHA equals 1*dmarc-value
   * equals      = *WSP "=" *WSP
   * dmarc-value = %x20-3A / %x3C-7E
   * </pre>
   */
  private static Optional<Tag> dmarcTag(String piece) {
    int equals = piece.indexOf('=');
    if (equals < 0) {
      return Optional.empty();
    }
    var name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    var value = piece.substring(equals + 1).strip();
    boolean isTag =
        !name.isEmpty()
            && name.chars().allMatch(c -> c >= 'a' && c <= 'z')
            && !value.isEmpty()
            && value.chars().allMatch(c -> c >= ' ' && c < 127);
    return isTag ? Optional.of(new Tag(name, value)) : Optional.empty();
  }

  private DmarcRecord interpreted() {
    var p = policy("p");
    var sp = policy("sp");
    var np = policy("np");
    var rua = ReportUri.list(tags.getOrDefault("rua", ""));
    var soundness = soundness(p.isPresent(), rua);
    boolean sound = soundness == Soundness.SOUND;
    return new DmarcRecord(
        text,
        tags,
        sound ? p : Optional.of(Policy.NONE),
        sound ? sp : Optional.empty(),
        sound ? np : Optional.empty(),
        soundness,
        switch (word("psd")) {
          case "y" -> PublicSuffix.YES;
          case "n" -> PublicSuffix.NO;
          default -> PublicSuffix.UNSAID;
        },
        word("t").equals("y") ? TestMode.TESTING : TestMode.IN_FORCE,
        alignmentMode("adkim"),
        alignmentMode("aspf"),
        rua,
        ReportUri.list(tags.getOrDefault("ruf", "")),
        ignored);
  }

  /** RFC 9989 §4.10.1. */
  private Soundness soundness(boolean hasPolicy, List<ReportUri> rua) {
    boolean sound =
        hasPolicy
            && (policy("sp").isPresent() || !tags.containsKey("sp"))
            && (policy("np").isPresent() || !tags.containsKey("np"));
    if (sound) {
      return Soundness.SOUND;
    }
    return rua.isEmpty() ? Soundness.UNUSABLE : Soundness.REPORTS_ONLY;
  }

  private Optional<Policy> policy(String tag) {
    return Policy.parse(word(tag));
  }

  private AlignmentMode alignmentMode(String tag) {
    return word(tag).equals("s") ? AlignmentMode.STRICT : AlignmentMode.RELAXED;
  }

  private String word(String tag) {
    return tags.getOrDefault(tag, "").toLowerCase(Locale.ROOT);
  }
}
