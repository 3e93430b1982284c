package org.postseal.signer.keyring;

import org.postseal.authentication.dns.DomainName;

/** Where a keyring gets its keys. Blocks; never throws for what the network does. */
@FunctionalInterface
interface KeySource {
  SigningKeys fetch(DomainName authorDomain);
}
