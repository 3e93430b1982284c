package org.postseal.endtoend.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of dependencies in {@code docs/security.md}, and what is packaged. It needs no network:
 * who learns of a vulnerability raises the row's least version, and this fails until what is
 * shipped is new enough.
 *
 * @param floors a row each
 */
record ShippedVersions(List<Floor> floors) {
  private static final Pattern ROW =
      Pattern.compile("\\| `([\\w.-]+:[\\w.-]+\\*?)` \\| (\\S+) \\| (\\S+) \\| (.*) \\|");
  private static final Pattern PACKAGED = Pattern.compile("(.+)-(\\d[\\w.-]*)\\.jar");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * A library in an application.
   *
   * @param name group and artifact with a dot between, or the artifact alone: as the jar is called
   */
  record Shipped(String name, String version) {}

  /**
   * A row of the table.
   *
   * @param artifact group and artifact; with an asterisk at the end all that begin so
   * @param shipped the version in the applications
   * @param least the version before which it is vulnerable
   * @param reason what is wrong with older ones
   */
  record Floor(String artifact, String shipped, String least, String reason) {
    boolean isOf(Shipped one) {
      return isNamed(one.name(), artifact.replace(':', '.'))
          || isNamed(one.name(), artifact.substring(artifact.indexOf(':') + 1));
    }

    private static boolean isNamed(String name, String wanted) {
      return wanted.endsWith("*")
          ? name.startsWith(wanted.substring(0, wanted.length() - 1))
          : name.equals(wanted);
    }

    /** By the numbers, the first that differs; of the same ones a preliminary release is older. */
    static boolean isOlder(String version, String than) {
      var left = NUMBER.matcher(plain(version)).results().mapToLong(Floor::number).toArray();
      var right = NUMBER.matcher(plain(than)).results().mapToLong(Floor::number).toArray();
      for (int i = 0; i < Math.max(left.length, right.length); i++) {
        long a = i < left.length ? left[i] : 0;
        long b = i < right.length ? right[i] : 0;
        if (a != b) {
          return a < b;
        }
      }
      return isPreliminary(version) && !isPreliminary(than);
    }

    private static long number(MatchResult result) {
      return Long.parseLong(result.group());
    }

    private static String plain(String version) {
      return version.replaceFirst("(?i)[.-](alpha|beta|cr|m|rc).*", "");
    }

    private static boolean isPreliminary(String version) {
      return !plain(version).equals(version);
    }
  }

  static ShippedVersions read(Path repository) {
    try {
      return new ShippedVersions(
          Files.readAllLines(repository.resolve("docs/security.md")).stream()
              .map(ROW::matcher)
              .filter(Matcher::matches)
              .map(row -> new Floor(row.group(1), row.group(2), row.group(3), row.group(4)))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("docs/security.md", e);
    }
  }

  /** The libraries in a directory of jars. */
  static List<Shipped> in(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .map(file -> PACKAGED.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(jar -> new Shipped(jar.group(1), jar.group(2)))
          .toList();
    }
  }

  /** What is older than the table allows, a line each. */
  List<String> tooOld(Collection<Shipped> shipped) {
    return floors.stream()
        .flatMap(
            floor ->
                shipped.stream()
                    .filter(floor::isOf)
                    .filter(one -> Floor.isOlder(one.version(), floor.least()))
                    .map(
                        one ->
                            one.name()
                                + " "
                                + one.version()
                                + " is older than "
                                + floor.least()
                                + ": "
                                + floor.reason()))
        .toList();
  }
}
