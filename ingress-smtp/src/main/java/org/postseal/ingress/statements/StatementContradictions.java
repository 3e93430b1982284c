package org.postseal.ingress.statements;

import org.postseal.settings.Contradictions;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.PolicyTerms;

/** Settings of XSIGNPOL that cannot be true together, or not at all. Pure. */
public final class StatementContradictions {
  private StatementContradictions() {}

  /** Adds what is wrong. */
  public static void note(StatementSettings statements, Contradictions found) {
    found.when(
        statements.networks().isPresent() && statements.listeners().isEmpty(),
        "signpol.networks",
        "is set, but postseal.ingress.signpol.listeners is not");
    found.when(
        !PolicyTerms.canBeStated(statements.maxAge(), PolicyStatement.LONGEST_AGE),
        "signpol.max-age",
        "is not a number of whole seconds up to 365 days and 6 hours");
    found.when(
        !PolicyTerms.canBeStated(statements.keyTtl(), KeyStatement.LONGEST_TTL),
        "signpol.key-ttl",
        "is not a number of whole seconds up to 2147483647");
  }
}
