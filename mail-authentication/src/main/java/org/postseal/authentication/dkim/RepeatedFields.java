package org.postseal.authentication.dkim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * Header fields that a message may have once (RFC 5322 §3.6). Where one of them stands more often a
 * signature covers the lowest, and readers show the one on top: it is how a signed message is sent
 * again under another subject (RFC 6376 §8.15).
 */
public final class RepeatedFields {
  private static final Map<String, String> ONCE =
      Map.ofEntries(
          Map.entry("date", "Date"),
          Map.entry("from", "From"),
          Map.entry("sender", "Sender"),
          Map.entry("reply-to", "Reply-To"),
          Map.entry("to", "To"),
          Map.entry("cc", "Cc"),
          Map.entry("bcc", "Bcc"),
          Map.entry("message-id", "Message-ID"),
          Map.entry("in-reply-to", "In-Reply-To"),
          Map.entry("references", "References"),
          Map.entry("subject", "Subject"));

  private RepeatedFields() {}

  /**
   * The first of these fields that stands there more often than it may. Bcc is left out: who signs
   * a message deletes it.
   */
  public static Optional<String> firstOf(HeaderSection section) {
    return section.fields().stream()
        .map(HeaderField::lowerCaseName)
        .filter(name -> !name.equals("bcc") && ONCE.containsKey(name))
        .filter(name -> section.fieldsNamed(name).size() > 1)
        .findFirst()
        .map(ONCE::get);
  }

  /** The first of the signed names, in lower case, that stands there more often than it may. */
  public static Optional<String> firstOf(HeaderSection section, List<String> signedNames) {
    for (String name : signedNames) {
      if (section.fieldsNamed(name).size() > 1 && ONCE.containsKey(name)) {
        return Optional.ofNullable(ONCE.get(name));
      }
    }
    return Optional.empty();
  }
}
