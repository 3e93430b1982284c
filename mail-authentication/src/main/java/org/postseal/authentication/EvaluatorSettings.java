package org.postseal.authentication;

import org.postseal.authentication.dkim.VerifierSettings;

/**
 * How messages are evaluated.
 *
 * @param authservId who evaluates: the name in Authentication-Results and in what SPF explains
 * @param dkim what is good enough for DKIM
 */
public record EvaluatorSettings(String authservId, VerifierSettings dkim) {
  /** The defaults of every method. */
  public static EvaluatorSettings of(String authservId) {
    return new EvaluatorSettings(authservId, VerifierSettings.DEFAULT);
  }
}
