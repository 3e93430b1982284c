package org.postseal.commandline.dns;

import org.postseal.authentication.dns.DomainName;

/**
 * A key record as the registry has it.
 *
 * @param name where it belongs
 * @param text what it says; its {@code p=} is empty if the key is revoked
 * @param state of the key, in the registry's words
 */
public record ExpectedKey(DomainName name, String text, String state) {

  boolean isRevoked() {
    return state.equals("revoked");
  }
}
