package org.postseal.ingress.load;

/** The networks that the operator has given up on, as the registry knows them now. */
@FunctionalInterface
public interface BlockedClients {

  /** Whether this address, in text, is in one of them. */
  boolean contains(String address);
}
