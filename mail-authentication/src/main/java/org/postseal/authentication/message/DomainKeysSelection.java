package org.postseal.authentication.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/**
 * Which header fields a DomainKey-Signature covers, in which order (RFC 4870 §3.3 {@code h=},
 * §3.4).
 *
 * <p>Only fields below the signature can be covered. Without {@code h=} all of them are, in their
 * own order. With it, those it names, in its order; a name stands for the lowest field of that name
 * not yet taken, counted from the end of the list, and the first mention of a name takes all fields
 * of it that remain.
 */
public final class DomainKeysSelection {
  /**
   * So many signatures are looked at, top first: each has a digest of header fields and body of its
   * own, and nobody has made more than one since 2007.
   */
  public static final int MOST_SIGNATURES = 5;

  private DomainKeysSelection() {}

  /** The fields covered by the signature at {@code signature}, whose tags are given. */
  @SuppressWarnings("exports") // for the packages of this library
  public static List<HeaderField> of(HeaderSection section, HeaderField signature, TagList tags) {
    List<HeaderField> below =
        section.fields().subList(signature.index() + 1, section.fields().size());
    return tags.find("h").map(h -> named(below, names(h))).orElse(below);
  }

  private static List<HeaderField> named(List<HeaderField> below, List<String> names) {
    Map<String, List<HeaderField>> byName = new HashMap<>();
    for (HeaderField field : below) {
      byName.computeIfAbsent(field.lowerCaseName(), _ -> new ArrayList<>()).add(field);
    }
    Map<String, Integer> mentions = new HashMap<>();
    names.forEach(name -> mentions.merge(name, 1, Integer::sum));
    Deque<HeaderField> selected = new ArrayDeque<>();
    for (String name : names.reversed()) {
      List<HeaderField> remaining = byName.getOrDefault(name, List.of());
      int mention = mentions.merge(name, -1, Integer::sum);
      while (!remaining.isEmpty()) {
        selected.addFirst(remaining.removeLast());
        if (mention > 0) {
          break;
        }
      }
    }
    return List.copyOf(selected);
  }

  private static List<String> names(Tag h) {
    return List.of(h.compact().toLowerCase(Locale.ROOT).split(":", -1));
  }

  static boolean isFws(byte octet) {
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
  }
}
