package org.postseal.endtoend.load;

import java.util.List;

/**
 * How large the messages are that a run brings, and in which proportion.
 *
 * @param name as on the command line
 * @param shares whose percentages add up to 100
 */
public record Profile(String name, List<Share> shares) {
  private static final int HUNDRED = 100;

  /** Without a common divisor with 100, so that any hundred messages in a row have every share. */
  private static final int STEP = 37;

  /** Most mail is short; most octets are in few messages. */
  public static final Profile MIXED =
      new Profile(
          "mixed",
          List.of(
              new Share(5 * 1024, 70),
              new Share(60 * 1024, 20),
              new Share(1024 * 1024, 8),
              new Share(10 * 1024 * 1024, 2)));

  /**
   * Messages of one size.
   *
   * @param octets of each
   * @param percent of all messages
   */
  public record Share(int octets, int percent) {}

  public Profile {
    shares = List.copyOf(shares);
    if (shares.stream().mapToInt(Share::percent).sum() != HUNDRED) {
      throw new IllegalArgumentException("not 100 %: " + shares);
    }
  }

  /** All of one size. */
  public static Profile of(int octets) {
    return new Profile(octets + " octets", List.of(new Share(octets, HUNDRED)));
  }

  /** {@code mixed}, or a number of octets. */
  public static Profile parse(String word) {
    return word.equals(MIXED.name()) ? MIXED : of(Integer.parseInt(word));
  }

  /** The size of the message with that number, large ones spread among the others. */
  public int octetsOf(int number) {
    int place = Math.floorMod((long) number * STEP, HUNDRED);
    for (var share : shares) {
      place -= share.percent();
      if (place < 0) {
        return share.octets();
      }
    }
    throw new IllegalStateException("shares that do not add up");
  }

  /** Each size that occurs. */
  public List<Integer> sizes() {
    return shares.stream().map(Share::octets).toList();
  }
}
