package org.postseal.authentication.authresults;

import java.util.List;
import java.util.Optional;

/**
 * One {@code resinfo} of RFC 8601 §2.2.
 *
 * @param reason for people; empty where the word says it all
 */
public record MethodResult(
    String method, ResultWord result, Optional<String> reason, List<Property> properties) {
  public MethodResult {
    properties = List.copyOf(properties);
  }
}
