package org.postseal.relay.sharing;

/**
 * What shares a next hop's places: one host, by whatever names it is known.
 *
 * @param name addresses and port, or what a route says where there are none
 * @param found how it was found
 */
public record HostKey(String name, Found found) {

  /** Operators name few hosts, and mean well; the DNS names any number of anybody's. */
  public enum Found {
    IN_SETTINGS,
    IN_DNS
  }

  @Override
  public String toString() {
    return name;
  }
}
