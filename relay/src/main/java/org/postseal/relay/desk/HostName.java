package org.postseal.relay.desk;

import java.net.InetAddress;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/** A host as an operator names it: by its name, or by an address. */
final class HostName {
  private HostName() {}

  /** As the relay writes it, so that it is found again; empty if it is neither. */
  static Optional<String> parse(String text) {
    return address(text).or(() -> DomainName.parse(text).map(DomainName::ascii));
  }

  private static Optional<String> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
