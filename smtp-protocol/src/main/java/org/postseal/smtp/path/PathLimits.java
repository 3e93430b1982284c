package org.postseal.smtp.path;

/**
 * How long, in octets, the parts of a path may be.
 *
 * <p>RFC 5321 §4.5.3.1 names 64, 255 and 256 as what everybody must at least accept, and asks for
 * no limit where possible. Variable envelope return paths are often longer than 64, which is why
 * {@link #GENEROUS} is what servers should use.
 */
public record PathLimits(int localPart, int domain, int path) {
  /** What everybody must accept at least: 64, 255 and 256 octets. */
  public static final PathLimits RFC_5321 = new PathLimits(64, 255, 256);

  /** 255, 255 and 512 octets. */
  public static final PathLimits GENEROUS = new PathLimits(255, 255, 512);
}
