package org.postseal.registry.blocklist;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postseal.topics.AddressBlock;

/**
 * The names that addresses have in a DNS blocklist, RFC 5782 §2.1 and §2.4: octets in decimal or
 * nibbles in hexadecimal, the last first; a network is a wildcard at the next label's border.
 */
final class ReversedNames {
  private static final int HEXADECIMAL = 16;
  private static final int NIBBLES = 32;
  private static final int OCTETS = 4;

  private ReversedNames() {}

  /** The names of a network: as many as it has parts at the border, at most 128. */
  static List<String> of(AddressBlock block) {
    int step = step(block.first());
    int labels = (block.prefix() + step - 1) / step;
    int bits = AddressBlock.bitsOf(block.first());
    var names = new ArrayList<String>();
    byte[] at = block.first().getAddress();
    int parts = 1 << (labels * step - block.prefix());
    for (int part = 0; part < parts; part++) {
      names.add((labels * step < bits ? "*." : "") + name(at, labels, step));
      if (labels > 0) {
        add(at, (labels * step - 1) / Byte.SIZE, step == 4 && labels % 2 == 1 ? HEXADECIMAL : 1);
      }
    }
    return names;
  }

  private static int step(InetAddress address) {
    return AddressBlock.bitsOf(address) == Integer.SIZE ? Byte.SIZE : 4;
  }

  private static void add(byte[] octets, int index, int amount) {
    octets[index] += (byte) amount; // within the octet: the block began at its border
  }

  private static String name(byte[] octets, int labels, int step) {
    var reversed = new ArrayList<String>();
    for (int i = 0; i < labels; i++) {
      if (step == Byte.SIZE) {
        reversed.add(Integer.toString(octets[i] & 0xFF));
      } else {
        int nibble = i % 2 == 0 ? octets[i / 2] >> 4 & 0xF : octets[i / 2] & 0xF;
        reversed.add(Character.toString(Character.forDigit(nibble, HEXADECIMAL)));
      }
    }
    Collections.reverse(reversed);
    return String.join(".", reversed);
  }

  /** The network that a name without its zone is about; empty if it is about none. */
  static Optional<AddressBlock> read(String name) {
    boolean isNetwork = name.startsWith("*.");
    var labels = List.of((isNetwork ? name.substring(2) : name).split("\\.", -1));
    if (labels.stream().allMatch(ReversedNames::isOctet)
        && (isNetwork ? labels.size() < OCTETS : labels.size() == OCTETS)) {
      byte[] octets = new byte[OCTETS];
      for (int i = 0; i < labels.size(); i++) {
        octets[i] = (byte) Integer.parseInt(labels.get(labels.size() - 1 - i));
      }
      return Optional.of(block(octets, labels.size() * Byte.SIZE));
    }
    if (labels.stream().allMatch(ReversedNames::isNibble)
        && (isNetwork ? labels.size() < NIBBLES : labels.size() == NIBBLES)) {
      byte[] octets = new byte[NIBBLES / 2];
      for (int i = 0; i < labels.size(); i++) {
        int nibble = Character.digit(labels.get(labels.size() - 1 - i).charAt(0), HEXADECIMAL);
        octets[i / 2] |= (byte) (i % 2 == 0 ? nibble << 4 : nibble);
      }
      return Optional.of(block(octets, labels.size() * 4));
    }
    return Optional.empty();
  }

  private static AddressBlock block(byte[] octets, int prefix) {
    try {
      var address = InetAddress.getByAddress(octets); // an IPv4-mapped one is an IPv4 address
      return AddressBlock.around(
          address, prefix - (octets.length * Byte.SIZE - AddressBlock.bitsOf(address)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address, and so are sixteen", e);
    }
  }

  private static boolean isOctet(String label) {
    return !label.isEmpty()
        && label.length() <= 3
        && label.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(label) <= 255
        && (label.length() == 1 || label.charAt(0) != '0');
  }

  private static boolean isNibble(String label) {
    return label.length() == 1 && Character.digit(label.charAt(0), HEXADECIMAL) >= 0;
  }
}
