package org.postseal.smtpclient;

import java.util.Optional;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.tls.Authorities;
import org.postseal.smtpclient.tls.DaneSearch;

/**
 * Whose word about TLS is asked for.
 *
 * @param authorities who may vouch for a host's name
 * @param dane for TLSA records; empty if they are not looked at
 * @param sts for MTA-STS policies; empty if they are not looked at
 * @param credentials for servers that an operator named
 */
public record TlsRules(
    Authorities authorities,
    Optional<DaneSearch> dane,
    Optional<StsPolicies> sts,
    Credentials credentials) {

  /** Nobody's: TLS is opportunistic, but for messages that require it. */
  public static TlsRules none() {
    return new TlsRules(
        Authorities.ofPlatform(), Optional.empty(), Optional.empty(), Credentials.none());
  }
}
