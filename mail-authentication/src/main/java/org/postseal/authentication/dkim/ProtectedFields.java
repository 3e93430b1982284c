package org.postseal.authentication.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * The header fields worth protecting, and how: what our own signatures cover, and what a report
 * names when somebody else's left it uncovered.
 */
public final class ProtectedFields {
  private ProtectedFields() {}

  /** How a Signer covers a field. */
  enum Cover {
    /** Signed, and signed once more as absent, so that none can be added. */
    OVERSIGNED,
    /** The same if the message has one; else not at all. */
    OVERSIGNED_IF_PRESENT,
    /** Each one that the message has. */
    SIGNED_IF_PRESENT
  }

  private static final Map<String, Cover> FIELDS = new LinkedHashMap<>();
  private static final Map<String, String> SPELLING = new HashMap<>();

  private static void list(Cover cover, String... names) {
    for (String name : names) {
      FIELDS.put(name.toLowerCase(Locale.ROOT), cover);
      SPELLING.put(name.toLowerCase(Locale.ROOT), name);
    }
  }

  static {
    list(
        Cover.OVERSIGNED,
        "From",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Reply-To",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "In-Reply-To",
        "Importance");
    list(Cover.OVERSIGNED_IF_PRESENT, "References", "Sender", "Autocrypt", "OpenPGP");
    list(
        Cover.SIGNED_IF_PRESENT,
        "Resent-Date",
        "Resent-From",
        "Resent-Sender",
        "Resent-To",
        "Resent-Cc",
        "Resent-Message-ID",
        "List-Id",
        "List-Help",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Subscribe",
        "List-Post",
        "List-Owner",
        "List-Archive",
        "Auto-Submitted",
        "Feedback-ID",
        "TLS-Required",
        "Content-ID",
        "Content-Description",
        "Content-Language");
  }

  /** The list for {@code h=} of our own signatures of that message. */
  public static List<String> namesToSign(HeaderSection section) {
    Map<String, Integer> present = counts(section);
    var names = new ArrayList<String>();
    FIELDS.forEach(
        (name, cover) -> {
          int count = present.getOrDefault(name, 0);
          int times =
              switch (cover) {
                case OVERSIGNED -> count + 1;
                case OVERSIGNED_IF_PRESENT -> count == 0 ? 0 : count + 1;
                case SIGNED_IF_PRESENT -> count;
              };
          for (int i = 0; i < times; i++) {
            names.add(name);
          }
        });
    return names;
  }

  /** Of the fields that the message has, those that {@code h=} does not name as often. */
  static List<String> uncovered(HeaderSection section, List<String> signedNames) {
    Map<String, Integer> signed = new HashMap<>();
    for (String name : signedNames) {
      signed.merge(name, 1, Integer::sum);
    }
    var uncovered = new ArrayList<String>();
    counts(section)
        .forEach(
            (name, count) -> {
              if (signed.getOrDefault(name, 0) < count) {
                uncovered.add(SPELLING.getOrDefault(name, name));
              }
            });
    return uncovered;
  }

  /** How often each protected field stands in the message, in the order of our list. */
  private static Map<String, Integer> counts(HeaderSection section) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (HeaderField field : section.fields()) {
      if (FIELDS.containsKey(field.lowerCaseName())) {
        counts.merge(field.lowerCaseName(), 1, Integer::sum);
      }
    }
    return counts;
  }
}
