package org.postseal.ingress.session;

import java.util.Optional;

/**
 * Why something was decided, for the events.
 *
 * @param rule the name of the rule that fired
 * @param evaluation every check's result, as a JSON object
 */
public record Findings(String rule, Optional<String> evaluation) {

  public static Findings of(String rule) {
    return new Findings(rule, Optional.empty());
  }
}
