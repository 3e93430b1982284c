package org.postseal.signingpolicy;

/** Whether a policy is only being tried: {@code testing=}. Then it is reported, not enforced. */
public enum Testing {
  /** {@code y}: no message is to be refused because of this policy. */
  YES("y"),
  /** {@code n}, and what is meant without the tag. */
  NO("n");

  private final String word;

  Testing(String word) {
    this.word = word;
  }

  /** As it stands in a policy. */
  public String word() {
    return word;
  }
}
