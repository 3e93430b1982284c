package org.postseal.authentication.taglist;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A tag list (RFC 6376 §3.2). Each tag keeps the span of its value in the octets, because a
 * signature is hashed without the value of its own {@code b=}.
 *
 * <p>More than {@value #MAX_TAGS} tags are malformed, if nothing else is said. Octets above 127 are
 * taken in values, for RFC 8616 lets internationalised names stand there.
 *
 * @param tags in the order of the list, each name once
 */
public record TagList(List<Tag> tags) {
  /** Most tags of a list, if nothing else is said. The known standards define fewer than twenty. */
  public static final int MAX_TAGS = 64;

  public TagList {
    tags = List.copyOf(tags);
  }

  /** The tag of that name. */
  public Optional<Tag> find(String name) {
    for (Tag tag : tags) {
      if (tag.name().equals(name)) {
        return Optional.of(tag);
      }
    }
    return Optional.empty();
  }

  /** Reads text in which each char stands for one octet (ISO-8859-1), such as a TXT record. */
  public static ParsedTagList parse(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return parse(octets, 0, octets.length);
  }

  /**
   * Reads {@code tag-list = tag-spec *( ";" tag-spec ) [ ";" ]}. White space alone behind the last
   * semicolon is no tag. The spans of the tags count from the start of {@code octets}.
   */
  public static ParsedTagList parse(byte[] octets, int from, int to) {
    return parse(octets, from, to, MAX_TAGS);
  }

  /**
   * The same with another limit: a list of more than {@code most} tags is malformed, and not read
   * on. Time and memory grow no faster than the octets.
   */
  public static ParsedTagList parse(byte[] octets, int from, int to, int most) {
    var tags = new ArrayList<Tag>();
    var names = new HashSet<String>();
    int at = skipFws(octets, from, to);
    while (at < to) {
      int nameStart = at;
      while (at < to && isNameOctet(octets[at])) {
        at++;
      }
      String name = new String(octets, nameStart, at - nameStart, StandardCharsets.ISO_8859_1);
      if (name.isEmpty() || !isAlpha(octets[nameStart])) {
        return malformed(tags, "a tag has no proper name");
      }
      if (tags.size() == most) {
        return malformed(tags, "more than " + most + " tags");
      }
      at = skipFws(octets, at, to);
      if (at >= to || octets[at] != '=') {
        return malformed(tags, "tag " + shortened(name) + " has no equals sign");
      }
      int valueStart = at + 1;
      int valueEnd = valueStart;
      while (valueEnd < to && octets[valueEnd] != ';') {
        if (!isValueOctet(octets[valueEnd])) {
          return malformed(tags, "tag " + shortened(name) + " holds a control character");
        }
        valueEnd++;
      }
      if (!names.add(name)) {
        return malformed(tags, "tag " + shortened(name) + " stands twice");
      }
      tags.add(new Tag(name, trimmed(octets, valueStart, valueEnd), valueStart, valueEnd));
      at = skipFws(octets, Math.min(to, valueEnd + 1), to);
    }
    return tags.isEmpty()
        ? malformed(tags, "there is no tag")
        : new ParsedTagList.WellFormed(new TagList(tags));
  }

  /**
   * A non-negative number of at most 76 digits (RFC 6376 §3.5 {@code l=}); what does not fit is
   * {@link Long#MAX_VALUE}, which is beyond every body and every clock.
   */
  public static Optional<Long> decimal(String text) {
    if (text.isEmpty() || text.length() > 76) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return Optional.of(Long.MAX_VALUE);
    }
  }

  static boolean isFws(int c) {
    return c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
  }

  private static int skipFws(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && isFws(octets[at])) {
      at++;
    }
    return at;
  }

  private static String trimmed(byte[] octets, int from, int to) {
    int start = skipFws(octets, from, to);
    int end = to;
    while (end > start && isFws(octets[end - 1])) {
      end--;
    }
    return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAlpha(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static boolean isNameOctet(byte b) {
    return isAlpha(b) || (b >= '0' && b <= '9') || b == '_';
  }

  /** {@code valchar = %x21-3A / %x3C-7E}, folding white space, and octets of UTF-8. */
  private static boolean isValueOctet(byte b) {
    return b >= ' ' ? b != 127 : b < 0 || isFws(b);
  }

  private static String shortened(String name) {
    return name.length() <= 16 ? name : name.substring(0, 16) + "…";
  }

  private static ParsedTagList malformed(List<Tag> tags, String reason) {
    return new ParsedTagList.Malformed(new TagList(tags), reason);
  }
}
