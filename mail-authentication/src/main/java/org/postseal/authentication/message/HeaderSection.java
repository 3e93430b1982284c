package org.postseal.authentication.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header section of a message (RFC 5322 §2.1): its octets, and where its fields lie in them.
 *
 * <p>Any octets parse. Only CRLF ends a line; a bare CR or LF belongs to the value it stands in. A
 * line that begins no field and continues none is a defect ({@link ContentDefect#MALFORMED_LINE})
 * and not among the fields: a first line that begins with white space, an mbox {@code From } line,
 * controls or octets beyond ASCII in a name, a fold before the colon.
 */
public final class HeaderSection {
  private final byte[] octets;
  private final List<HeaderField> fields;
  private final Map<String, List<HeaderField>> byName = new HashMap<>();
  private final Optional<ContentDefect> defect;

  private HeaderSection(byte[] octets, List<HeaderField> fields, Optional<ContentDefect> defect) {
    this.octets = octets;
    this.fields = fields;
    this.defect = defect;
    for (HeaderField field : fields) {
      byName.computeIfAbsent(field.lowerCaseName(), _ -> new ArrayList<>(2)).add(field);
    }
  }

  /**
   * Finds the fields in {@code octets}, which are kept and must not change any more. An empty line
   * ends the header section; what follows it is ignored.
   */
  public static HeaderSection parse(byte[] octets) {
    var fields = new ArrayList<HeaderField>();
    boolean malformed = false;
    int at = 0;
    while (at < octets.length) {
      int lineEnd = lineEnd(octets, at);
      if (lineEnd == at) {
        break;
      }
      int end = lineEnd;
      int next = afterLineEnd(octets, end);
      while (next < octets.length && isWsp(octets[next])) {
        end = lineEnd(octets, next);
        next = afterLineEnd(octets, end);
      }
      int colon = colon(octets, at, lineEnd);
      if (colon < 0) {
        malformed = true;
      } else {
        fields.add(new HeaderField(octets, at, colon, end, fields.size()));
      }
      at = next;
    }
    return new HeaderSection(octets, List.copyOf(fields), defect(octets, at, fields, malformed));
  }

  private static Optional<ContentDefect> defect(
      byte[] octets, int end, List<HeaderField> fields, boolean malformed) {
    if (malformed) {
      return Optional.of(ContentDefect.MALFORMED_LINE);
    }
    if (fields.isEmpty()) {
      return Optional.of(ContentDefect.NO_HEADER_FIELD);
    }
    return hasBareLineEnd(octets, end)
        ? Optional.of(ContentDefect.BARE_LINE_END)
        : Optional.empty();
  }

  private static boolean hasBareLineEnd(byte[] octets, int end) {
    for (int i = 0; i < end; i++) {
      boolean ends = octets[i] == '\r' && i + 1 < end && octets[i + 1] == '\n';
      if (ends) {
        i++;
      } else if (octets[i] == '\r' || octets[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** The header section written as text, one char for each octet: for tests and small tools. */
  public static HeaderSection parse(String text) {
    return parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The octets: not a copy, and not to be changed. */
  public byte[] octets() {
    return octets;
  }

  /** The fields, top to bottom. */
  public List<HeaderField> fields() {
    return fields;
  }

  /** The fields of that name, given in lower case, top to bottom. */
  public List<HeaderField> fieldsNamed(String lowerCaseName) {
    return byName.getOrDefault(lowerCaseName, List.of());
  }

  /** What is wrong with the section as a whole, if anything. */
  public Optional<ContentDefect> defect() {
    return defect;
  }

  /** A copy of the octets in which whole fields are missing; all else is as it was. */
  public byte[] octetsWithout(Collection<HeaderField> removed) {
    var kept = new ByteArrayOutputStream(octets.length);
    int from = 0;
    for (HeaderField field : fields) {
      if (removed.contains(field)) {
        kept.write(octets, from, field.start() - from);
        from = field.endWithLineEnd();
      }
    }
    kept.write(octets, from, octets.length - from);
    return kept.toByteArray();
  }

  static boolean isWsp(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  /** Offset of the CRLF that ends the line at {@code from}, or the end of the octets. */
  private static int lineEnd(byte[] octets, int from) {
    int last = octets.length - 1;
    int at = OctetScan.nextCarriageReturn(octets, from, octets.length);
    while (at < last && octets[at + 1] != '\n') {
      at = OctetScan.nextCarriageReturn(octets, at + 1, octets.length);
    }
    return at < last ? at : octets.length;
  }

  private static int afterLineEnd(byte[] octets, int lineEnd) {
    return Math.min(octets.length, lineEnd + 2);
  }

  /**
   * Offset of the colon behind a field name, or -1 if the line begins no field. RFC 5322 §3.6.8:
   * {@code ftext = %d33-57 / %d59-126}; §4.5 lets white space stand before the colon.
   */
  private static int colon(byte[] octets, int from, int lineEnd) {
    int i = from;
    while (i < lineEnd && octets[i] > ' ' && octets[i] < 127 && octets[i] != ':') {
      i++;
    }
    if (i == from) {
      return -1;
    }
    while (i < lineEnd && isWsp(octets[i])) {
      i++;
    }
    return i < lineEnd && octets[i] == ':' ? i : -1;
  }
}
