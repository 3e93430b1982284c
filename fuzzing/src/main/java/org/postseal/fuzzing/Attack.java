package org.postseal.fuzzing;

/**
 * Feeds octets to one parser. Whatever they are it returns, or throws {@link BrokenClaim} because
 * something did not hold that must; any other exception is a finding as well.
 */
@FunctionalInterface
public interface Attack {
  void with(byte[] octets);
}
