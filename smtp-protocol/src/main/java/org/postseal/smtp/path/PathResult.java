package org.postseal.smtp.path;

/** What the parser made of a path: the path and where it ended, or the defect and where it is. */
public sealed interface PathResult<T> {

  /** {@code end} is the index after the closing bracket. */
  record Parsed<T>(T path, int end) implements PathResult<T> {}

  /** {@code at} is the index of the octet that cannot stand there. */
  record Defective<T>(PathDefect defect, int at) implements PathResult<T> {}
}
