package org.postseal.ingress.acceptance;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.postseal.authentication.message.HeaderField;

/**
 * How a header section is changed before it is stored: whole fields are deleted or prepended,
 * nothing else. Offsets count from the first octet of the content.
 */
public record HeaderEdit(byte[] prepended, List<Deletion> deletions) {
  private static final HeaderEdit NONE = new HeaderEdit(new byte[0], List.of());

  /** A field with its line end, {@code from} inclusive, {@code to} exclusive. */
  public record Deletion(int from, int to) {}

  /** Deletions are in order and do not overlap. */
  public HeaderEdit {
    deletions = List.copyOf(deletions);
  }

  public static HeaderEdit none() {
    return NONE;
  }

  /** Deletes these fields, which are in order. */
  static HeaderEdit deleting(List<HeaderField> fields) {
    return new HeaderEdit(new byte[0], deletions(fields));
  }

  static List<Deletion> deletions(List<HeaderField> fields) {
    return fields.stream()
        .map(field -> new Deletion(field.start(), field.endWithLineEnd()))
        .toList();
  }

  public boolean isNone() {
    return prepended.length == 0 && deletions.isEmpty();
  }

  /** The header section as it will be stored. */
  public byte[] applyTo(byte[] headerSection) {
    var edited = new ByteArrayOutputStream(prepended.length + headerSection.length);
    edited.writeBytes(prepended);
    int at = 0;
    for (var deletion : deletions) {
      edited.write(headerSection, at, deletion.from() - at);
      at = deletion.to();
    }
    edited.write(headerSection, at, headerSection.length - at);
    return edited.toByteArray();
  }
}
