package org.postseal.registry.publication;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postseal.registry.key.SigningKey;

/**
 * What the public DNS says at one moment of the record of one key, by everybody who was asked.
 *
 * @param recordName of the record that was looked for
 * @param expected its text
 * @param at when it was asked
 * @param testimonies what each server answered
 */
public record Sighting(
    String recordName, String expected, Instant at, List<Testimony> testimonies) {

  public Sighting {
    testimonies = List.copyOf(testimonies);
  }

  /** Of a key nobody needs to look for. */
  public static Sighting none(Instant at) {
    return new Sighting("", "", at, List.of());
  }

  /** How the public DNS and the record go together. */
  public enum Finding {
    /** Everybody who was asked has it, resolvers and the domain's own servers. */
    PUBLISHED,
    /** Somebody answers, and has another record or none. */
    DIFFERENT,
    /** Nobody contradicts, and not everybody answers. */
    UNKNOWN
  }

  /** Whether everybody has this key's record, as the key is now. */
  public boolean shows(SigningKey key) {
    return recordName.equals(key.name().recordName().ascii())
        && expected.equals(key.recordText())
        && finding() == Finding.PUBLISHED;
  }

  public Finding finding() {
    if (testimonies.stream().anyMatch(t -> t.finding(expected) == Finding.DIFFERENT)) {
      return Finding.DIFFERENT;
    }
    boolean everyKindWasAsked =
        Stream.of(Testimony.Witness.values())
            .allMatch(kind -> testimonies.stream().anyMatch(t -> t.witness() == kind));
    return everyKindWasAsked
            && testimonies.stream().allMatch(t -> t.finding(expected) == Finding.PUBLISHED)
        ? Finding.PUBLISHED
        : Finding.UNKNOWN;
  }

  /** One line: who was asked, and what each answered. */
  public String summary() {
    var answers =
        testimonies.stream().map(t -> t.summary(expected)).collect(Collectors.joining("; "));
    var all = finding() == Finding.PUBLISHED ? "is" : "is not";
    return recordName + " " + all + " in the public DNS as it should be: " + answers;
  }
}
