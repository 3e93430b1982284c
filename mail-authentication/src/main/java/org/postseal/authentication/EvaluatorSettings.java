package org.postseal.authentication;

import java.util.Optional;
import java.util.Set;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dmarc.DmarcLimits;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.spf.SpfLimits;

/**
 * How messages are evaluated.
 *
 * @param authservId who evaluates: the name in Authentication-Results and in what SPF explains
 * @param dkim what is good enough for DKIM
 * @param spf how far an SPF policy may make us work
 * @param dmarc how much of a DMARC record is read
 * @param questions how many DNS questions each method may ask about a message
 * @param sealers whose word is worth the work of validating a chain: one that none of them claims
 *     to have sealed is left alone; empty: every chain is validated
 */
public record EvaluatorSettings(
    String authservId,
    VerifierSettings dkim,
    SpfLimits spf,
    DmarcLimits dmarc,
    MethodDns.Limits questions,
    Optional<Set<DomainName>> sealers) {

  /** The default number of questions, and every chain. */
  public EvaluatorSettings(
      String authservId, VerifierSettings dkim, SpfLimits spf, DmarcLimits dmarc) {
    this(authservId, dkim, spf, dmarc, MethodDns.Limits.DEFAULT, Optional.empty());
  }

  /** The default limits of SPF and DMARC. */
  public EvaluatorSettings(String authservId, VerifierSettings dkim) {
    this(authservId, dkim, SpfLimits.DEFAULT, DmarcLimits.DEFAULT);
  }

  /** The defaults of every method. */
  public static EvaluatorSettings of(String authservId) {
    return new EvaluatorSettings(authservId, VerifierSettings.DEFAULT);
  }
}
