package org.postseal.authentication.authresults;

import java.util.List;

/** What came of reading an Authentication-Results field. */
public sealed interface ParsedResults {
  /**
   * It says this; nothing of it is proven, not even who says it.
   *
   * @param results what could be read
   * @param unread the methods, in lower case, of the results that could not, for those who conclude
   *     from a result's absence; {@link #UNKNOWN_METHOD} where not even the method could be read
   */
  record WellFormed(AuthenticationResults results, List<String> unread) implements ParsedResults {
    /** Stands for the method of a result of which nothing could be read. */
    public static final String UNKNOWN_METHOD = "";

    public WellFormed {
      unread = List.copyOf(unread);
    }

    /** Whether a result of this method may be among those that could not be read. */
    public boolean mayHide(String method) {
      return unread.contains(method) || unread.contains(UNKNOWN_METHOD);
    }
  }

  /**
   * It names nobody, or a version we do not know, so nothing of it can be relied on.
   *
   * @param reason one clause for people
   */
  record Malformed(String reason) implements ParsedResults {}
}
