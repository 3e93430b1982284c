package org.postseal.authentication.taglist;

/** What came of reading octets as a tag list. */
public sealed interface ParsedTagList {
  /** The octets are a tag list. */
  record WellFormed(TagList tags) implements ParsedTagList {}

  /**
   * The octets are none.
   *
   * @param tags what could be read before the defect, for reports only
   * @param reason one clause for people
   */
  record Malformed(TagList tags, String reason) implements ParsedTagList {}

  /** All tags, or those before the defect. */
  TagList tags();
}
