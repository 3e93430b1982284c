package org.postseal.ingress.acceptance;

import java.util.Optional;
import java.util.Set;

/**
 * A domain we receive mail for.
 *
 * @param policy what its mail is judged by; recipients with different policies never share a
 *     transaction
 * @param localParts its users in lower case; empty if any local-part is taken
 */
public record LocalDomain(String name, String policy, Optional<Set<String>> localParts) {}
