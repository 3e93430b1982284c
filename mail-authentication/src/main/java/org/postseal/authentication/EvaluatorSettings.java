package org.postseal.authentication;

import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dmarc.DmarcLimits;
import org.postseal.authentication.spf.SpfLimits;

/**
 * How messages are evaluated.
 *
 * @param authservId who evaluates: the name in Authentication-Results and in what SPF explains
 * @param dkim what is good enough for DKIM
 * @param spf how far an SPF policy may make us work
 * @param dmarc how much of a DMARC record is read
 */
public record EvaluatorSettings(
    String authservId, VerifierSettings dkim, SpfLimits spf, DmarcLimits dmarc) {

  /** The default limits of SPF and DMARC. */
  public EvaluatorSettings(String authservId, VerifierSettings dkim) {
    this(authservId, dkim, SpfLimits.DEFAULT, DmarcLimits.DEFAULT);
  }

  /** The defaults of every method. */
  public static EvaluatorSettings of(String authservId) {
    return new EvaluatorSettings(authservId, VerifierSettings.DEFAULT);
  }
}
