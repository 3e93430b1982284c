package org.postseal.console.calling;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Text from a browser in the path or query of another service's request. */
public final class Segment {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private Segment() {}

  /** An identifier; empty if it is none, so that no path leads anywhere else. */
  public static Optional<String> id(String text) {
    return Optional.of(text).filter(one -> ID.matcher(one).matches());
  }

  /** A value in a query. */
  public static String value(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
