package org.postseal.registry.asking;

import org.postseal.topics.PolicyPin;

/** One way to ask a domain. Blocks, within its budget; never throws for what the network does. */
interface Source {

  /** Which way it is. */
  PolicyPin.Source name();

  Finding ask(AskedFor asked);
}
