package org.postseal.registry.asking;

import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.PolicyPin;

/**
 * The DNS and the domain's own host have different keys under one name: one of them was tampered
 * with, or the domain's operator made a mistake.
 */
public record Disagreement(
    DomainName domain, Selector selector, PolicyPin.Source source, TrustLevel trust) {}
