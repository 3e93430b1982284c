package org.postseal.ingress.load;

import java.util.Optional;

/**
 * Whose content it is, for the shares of memory.
 *
 * @param client the client's address and network; nothing where the operator counts nobody
 * @param stranger whether it came to the listener for other servers
 */
public record ContentOwner(Optional<Client> client, boolean stranger) {

  /** Both in text. */
  public record Client(String address, String network) {}

  /** Whether both are of one address. */
  boolean hasAddressOf(ContentOwner other) {
    return client.isPresent()
        && client.map(Client::address).equals(other.client().map(Client::address));
  }

  /** Whether both are of one network. */
  boolean isNear(ContentOwner other) {
    return client.isPresent()
        && client.map(Client::network).equals(other.client().map(Client::network));
  }
}
