package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/** RFC 6376 §3.2: spans that lie where they say, and a list that is the same when written again. */
final class TagListAttack implements Attack {
  @Override
  public void with(byte[] octets) {
    ParsedTagList parsed = TagList.parse(octets, 0, octets.length);
    List<Tag> tags = parsed.tags().tags();
    BrokenClaim.unless(tags.size() <= TagList.MAX_TAGS, "there are no more tags than the limit");
    BrokenClaim.unless(
        new HashSet<>(tags.stream().map(Tag::name).toList()).size() == tags.size(),
        "no name stands twice");
    for (Tag tag : tags) {
      requireItsSpan(octets, tag);
    }
    if (parsed instanceof ParsedTagList.WellFormed) {
      String written =
          tags.stream().map(tag -> tag.name() + "=" + tag.text()).collect(Collectors.joining(";"));
      BrokenClaim.unlessEqual(
          namesAndTexts(TagList.parse(written)), namesAndTexts(parsed), "written and read again");
      requireShifted(octets, tags);
    }
  }

  private static void requireItsSpan(byte[] octets, Tag tag) {
    int start = tag.valueStart();
    int end = tag.valueEnd();
    BrokenClaim.unless(
        start > 0 && start <= end && end <= octets.length, "a value lies within the octets");
    BrokenClaim.unless(octets[start - 1] == '=', "an equals sign stands before a value");
    BrokenClaim.unless(
        end == octets.length || octets[end] == ';', "a semicolon or the end stands behind a value");
    String value = new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
    BrokenClaim.unless(value.contains(tag.text()), "the text is a part of its span");
    BrokenClaim.unless(
        tag.compact().chars().noneMatch(c -> c == ' ' || c == '\t' || c == '\r' || c == '\n'),
        "a compact value has no white space");
  }

  private static List<String> namesAndTexts(ParsedTagList parsed) {
    BrokenClaim.unless(parsed instanceof ParsedTagList.WellFormed, "what was written is read");
    return parsed.tags().tags().stream().map(tag -> tag.name() + " " + tag.text()).toList();
  }

  /** The same list elsewhere in an array has the same tags, elsewhere. */
  private static void requireShifted(byte[] octets, List<Tag> tags) {
    byte[] around = new byte[octets.length + 5];
    System.arraycopy(octets, 0, around, 3, octets.length);
    List<Tag> shifted = TagList.parse(around, 3, 3 + octets.length).tags().tags();
    BrokenClaim.unlessEqual(
        shifted.stream().map(t -> t.valueStart() - 3 + " " + (t.valueEnd() - 3)).toList(),
        tags.stream().map(t -> t.valueStart() + " " + t.valueEnd()).toList(),
        "spans count from the start of the array");
  }
}
