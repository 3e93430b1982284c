package org.postseal.signingpolicy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/**
 * The tags of one line: a tag list of RFC 6376 §3.2 in printable ASCII. Tags nobody knows are
 * passed over, so that later versions can add some.
 */
record Tags(TagList list) {

  /**
   * A number of seconds has at most ten digits: enough for three centuries, too few to overflow.
   */
  private static final int MOST_DIGITS = 10;

  static <T> Reading<T> read(String line, Function<Tags, Reading<T>> meaning) {
    if (!isPrintableAscii(line)) {
      return new Reading.Malformed<>("a line is not printable ASCII");
    }
    return switch (TagList.parse(line)) {
      case ParsedTagList.Malformed(_, String reason) -> new Reading.Malformed<>(reason);
      case ParsedTagList.WellFormed(TagList tags) -> meaning.apply(new Tags(tags));
    };
  }

  static boolean isPrintableAscii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /** Whole seconds, none to the longest. */
  static boolean isSeconds(Duration age, Duration longest) {
    return !age.isNegative()
        && age.compareTo(longest) <= 0
        && age.equals(Duration.ofSeconds(age.toSeconds()));
  }

  boolean startsWith(String name, String value) {
    Tag first = list.tags().getFirst();
    return first.name().equals(name) && first.text().equals(value);
  }

  Optional<String> text(String name) {
    return list.find(name).map(Tag::text);
  }

  /** A mail domain: letters, digits and hyphens. */
  Optional<DomainName> domain(String name) {
    return text(name).flatMap(DomainName::parse).filter(DomainName::isHostName);
  }

  Optional<Long> seconds(String name) {
    return text(name).filter(text -> text.length() <= MOST_DIGITS).flatMap(TagList::decimal);
  }
}
