package org.postseal.accounts.sasl;

import java.util.List;
import java.util.Optional;

/**
 * What a SCRAM exchange demands of the client's channel binding flag (RFC 5802 §6).
 *
 * @param channel whose data the client must prove to see; empty for the mechanism without PLUS
 * @param announced whether the client was offered PLUS
 */
record ChannelBinding(Optional<SecureChannel> channel, boolean announced) {
  private static final List<String> TYPES = List.of("tls-exporter", "tls-server-end-point");

  static ChannelBinding required(SecureChannel channel) {
    return new ChannelBinding(Optional.of(channel), true);
  }

  static ChannelBinding absent(boolean announced) {
    return new ChannelBinding(Optional.empty(), announced);
  }

  static boolean isPossible(SecureChannel channel) {
    return TYPES.stream().anyMatch(type -> channel.bindingData(type).isPresent());
  }

  /**
   * The data that the client must repeat in its final message; no octets without binding. Empty if
   * the flag does not fit: a client that binds without PLUS or not at all with it, that asks for a
   * type we do not have, or that says {@code y}, we seem not to offer PLUS, though we did: somebody
   * in between took it out of the announcement.
   */
  Optional<byte[]> dataFor(String flag) {
    if (channel.isPresent()) {
      return flag.startsWith("p=")
          ? channel.get().bindingData(flag.substring(2))
          : Optional.empty();
    }
    boolean fits = flag.equals("n") || (flag.equals("y") && !announced);
    return fits ? Optional.of(new byte[0]) : Optional.empty();
  }
}
