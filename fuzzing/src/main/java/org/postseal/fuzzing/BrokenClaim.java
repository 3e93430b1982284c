package org.postseal.fuzzing;

/** Something that must hold for every input does not hold for this one. */
public final class BrokenClaim extends AssertionError {
  private static final long serialVersionUID = 1L;

  private BrokenClaim(String what) {
    super(what);
  }

  /** Throws unless the condition holds. */
  public static void unless(boolean holds, String claim) {
    if (!holds) {
      throw new BrokenClaim("does not hold: " + claim);
    }
  }

  /** Throws unless both are equal. */
  public static void unlessEqual(Object one, Object other, String claim) {
    if (!one.equals(other)) {
      throw new BrokenClaim("does not hold: " + claim + "\n  " + one + "\n  " + other);
    }
  }

  /** Throws unless the text could stand in a header field: printable ASCII and proper folds. */
  public static void unlessFoldedAscii(String text, String what) {
    unlessAscii(text.replace("\r\n\t", " "), what);
  }

  /** Throws unless the text is printable ASCII. */
  public static void unlessAscii(String text, String what) {
    unless(text.chars().allMatch(c -> c >= ' ' && c < 127), what + " is printable ASCII");
  }
}
