package org.postseal.smtpclient.hosts;

import java.net.InetAddress;
import java.util.List;

/** What the DNS said when asked for a mail exchanger's addresses. */
public sealed interface AddressSearch {

  /** Addresses to try, in this order; proven if DNSSEC proves those of both families. */
  record Addresses(List<InetAddress> addresses, HostSearch.Proof proof) implements AddressSearch {
    public Addresses {
      addresses = List.copyOf(addresses);
    }
  }

  /** The host has none, or none that may be used. */
  record None() implements AddressSearch {}

  /** Not known now. */
  record NotNow(String reason) implements AddressSearch {}
}
