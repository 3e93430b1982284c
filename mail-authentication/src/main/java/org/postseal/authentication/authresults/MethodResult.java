package org.postseal.authentication.authresults;

import java.util.List;
import java.util.Optional;

/**
 * One {@code resinfo} of RFC 8601 §2.2.
 *
 * @param comment behind the word, in parentheses, for people: what was read has none
 * @param reason for people; empty where the word says it all
 */
public record MethodResult(
    String method,
    ResultWord result,
    Optional<String> comment,
    Optional<String> reason,
    List<Property> properties) {

  /** Without a comment. */
  public MethodResult(
      String method, ResultWord result, Optional<String> reason, List<Property> properties) {
    this(method, result, Optional.empty(), reason, properties);
  }

  public MethodResult {
    properties = List.copyOf(properties);
  }
}
