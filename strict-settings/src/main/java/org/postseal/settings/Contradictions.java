package org.postseal.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Collects what is wrong with the settings below one prefix. Keys are given without it. */
public final class Contradictions {
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST_NAME = 253;
  private static final Pattern HOST_NAME =
      Pattern.compile("%1$s(\\.%1$s)*".formatted("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"));
  private static final Pattern ALL_NUMBERS = Pattern.compile("[0-9.]+");

  private final String prefix;
  private final List<String> found = new ArrayList<>();

  /**
   * @param prefix of every key, such as {@code postseal.relay}
   */
  public Contradictions(String prefix) {
    this.prefix = prefix + ".";
  }

  /** What was found so far, a line each. */
  public List<String> found() {
    return List.copyOf(found);
  }

  /** Notes one, if it is there. */
  public Contradictions when(boolean wrong, String key, String what) {
    if (wrong) {
      found.add(prefix + key + " " + what);
    }
    return this;
  }

  /** Notes what a parser refuses. */
  public <T> Contradictions readable(String key, T value, Consumer<T> parser) {
    try {
      parser.accept(value);
    } catch (IllegalArgumentException e) {
      found.add(prefix + key + ": " + e.getMessage());
    }
    return this;
  }

  /** Reads a file, and notes why it cannot. */
  public Contradictions usable(String key, Path file, Reader reader) {
    try {
      reader.read(file);
    } catch (IOException | UncheckedIOException _) {
      found.add(prefix + key + ": cannot read " + file);
    } catch (IllegalArgumentException | IllegalStateException e) {
      found.add(prefix + key + ", " + file + ": " + e.getMessage());
    }
    return this;
  }

  /** Something that reads a file, and says with an exception's message what is wrong with it. */
  @FunctionalInterface
  public interface Reader {
    void read(Path file) throws IOException;
  }

  /** A name by which this system can stand in the DNS: RFC 5321 §4.1.2, no address literal. */
  public Contradictions hostName(String key, String value) {
    return when(!isHostName(value), key, "is no host name: " + value);
  }

  /** Whether it is made of labels of letters, digits and inner hyphens, and is no IPv4 address. */
  public static boolean isHostName(String text) {
    return text.length() <= LONGEST_NAME
        && HOST_NAME.matcher(text).matches()
        && !ALL_NUMBERS.matcher(text).matches();
  }

  /** Where HTTP is spoken. */
  public Contradictions httpUrl(String key, URI url) {
    var scheme = url.getScheme();
    return when(
        scheme == null || !scheme.matches("(?i)https?") || url.getHost() == null,
        key,
        "is " + url + ", must be http://HOST:PORT or https://HOST:PORT");
  }

  /** A number may not be smaller. */
  public Contradictions atLeast(String key, long value, long least) {
    return when(value < least, key, "is " + value + ", must be at least " + least);
  }

  /** A number is within bounds, both included. */
  public Contradictions within(String key, long value, long least, long most) {
    return when(
        value < least || value > most, key, "is " + value + ", must be " + least + " to " + most);
  }

  /** A port that others listen on. */
  public Contradictions port(String key, int value) {
    return within(key, value, 1, LAST_PORT);
  }

  /** A port to listen on; 0 is any free one. */
  public Contradictions ownPort(String key, int value) {
    return within(key, value, 0, LAST_PORT);
  }

  /** A time that passes. */
  public Contradictions positive(String key, Duration value) {
    return when(!value.isPositive(), key, "is " + text(value) + ", must be longer than 0");
  }

  /** A time, or none. */
  public Contradictions notNegative(String key, Duration value) {
    return when(value.isNegative(), key, "is " + text(value) + ", must not be negative");
  }

  /** A time that must be over before another is. */
  public Contradictions shorter(String key, Duration value, String otherKey, Duration other) {
    return when(
        value.compareTo(other) >= 0,
        key,
        "is " + text(value) + ", must be shorter than " + prefix + otherKey + ", " + text(other));
  }

  /** A time that may last as long as another, and no longer. */
  public Contradictions notLonger(String key, Duration value, String otherKey, Duration other) {
    return when(
        value.compareTo(other) > 0,
        key,
        "is " + text(value) + ", longer than " + prefix + otherKey + ", " + text(other));
  }

  /** Such as {@code 1.5s}: as {@link Duration} writes it, without its frame. */
  public static String text(Duration duration) {
    return duration.toString().replace("PT", "").toLowerCase(Locale.ROOT);
  }
}
