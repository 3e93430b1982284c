package org.postseal.topics;

import java.net.InetAddress;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/** Whose mail a line of the blocklist is about; its text is the key of the line. */
public sealed interface BlockedName {

  /** The widest networks that can be listed: a slip of the pen must not refuse everybody. */
  int WIDEST_IPV4 = 8;

  int WIDEST_IPV6 = 16;

  /** One text for each name. */
  String text();

  /** A domain and all below it. */
  record Domain(DomainName name) implements BlockedName {
    @Override
    public String text() {
      return name.ascii();
    }
  }

  /** The addresses of a network. */
  record Network(AddressBlock block) implements BlockedName {
    @Override
    public String text() {
      return block.toString();
    }
  }

  /** What comes of reading a name that somebody wrote. */
  sealed interface Reading {
    record Read(BlockedName name) implements Reading {}

    /** With what is wrong, for whoever wrote it. */
    record Malformed(String defect) implements Reading {}
  }

  /**
   * Reads {@code spam.example}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address.
   */
  static Reading read(String text) {
    int slash = text.indexOf('/');
    var address = AddressBlock.address(slash < 0 ? text : text.substring(0, slash));
    if (address.isPresent()) {
      return readNetwork(address.get(), slash < 0 ? Optional.empty() : prefix(text, slash));
    }
    return DomainName.parse(text)
        .filter(DomainName::isHostName)
        .filter(name -> !name.isRoot())
        .filter(BlockedName::endsInLetters)
        .<Reading>map(name -> new Reading.Read(new Domain(name)))
        .orElseGet(() -> new Reading.Malformed("is neither a domain nor an address nor a network"));
  }

  private static Reading readNetwork(InetAddress address, Optional<Integer> written) {
    int bits = AddressBlock.bitsOf(address);
    int prefix = written.orElse(bits);
    int widest = bits == Integer.SIZE ? WIDEST_IPV4 : WIDEST_IPV6;
    if (prefix < 0 || prefix > bits) {
      return new Reading.Malformed("has no prefix length from " + widest + " to " + bits);
    }
    if (prefix < widest) {
      return new Reading.Malformed("is wider than /" + widest);
    }
    var block = AddressBlock.around(address, prefix);
    return block.first().equals(address)
        ? new Reading.Read(new Network(block))
        : new Reading.Malformed("has bits beyond its prefix; the network is " + block);
  }

  /** Empty is none; what is no number is -1, which no prefix is. */
  private static Optional<Integer> prefix(String text, int slash) {
    var digits = text.substring(slash + 1);
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return Optional.of(isNumber ? Integer.parseInt(digits) : -1);
  }

  /** RFC 3696 §2: a name whose last label is a number would be an address to others. */
  private static boolean endsInLetters(DomainName name) {
    return !name.labels().getLast().chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
