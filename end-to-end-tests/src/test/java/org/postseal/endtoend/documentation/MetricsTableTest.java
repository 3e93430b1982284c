package org.postseal.endtoend.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Application;

/** The table of metrics in the operator's manual has what the code measures, and nothing else. */
class MetricsTableTest {
  private static final Pattern IN_CODE = Pattern.compile("\"(postseal_[a-z_]+)\"");
  private static final Pattern IN_TABLE = Pattern.compile("^\\| `(postseal_[a-z_]+)` \\|");

  /** What Micrometer adds to a name for Prometheus, which some names have by themselves. */
  private static final Pattern ADDED = Pattern.compile("(_total|_seconds|_bytes)$");

  private static final List<String> MODULES =
      List.of(
          "ingress-smtp",
          "verifier",
          "signer",
          "relay",
          "console",
          "key-registry",
          "mail-dns",
          "registry-view",
          "topic-following");

  @Test
  void everyMetricHasItsRowAndEveryRowItsMetric() throws IOException {
    var described = new TreeSet<String>();
    var manual = Application.repository().resolve("docs/operations.md");
    Files.readAllLines(manual)
        .forEach(
            line -> IN_TABLE.matcher(line).results().forEach(r -> described.add(bare(r.group(1)))));

    assertThat(described).hasSizeGreaterThan(50).isEqualTo(measured());
  }

  private static Set<String> measured() throws IOException {
    var names = new TreeSet<String>();
    for (var module : MODULES) {
      try (var files = Files.walk(Application.repository().resolve(module).resolve("src/main"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                file ->
                    IN_CODE
                        .matcher(text(file))
                        .results()
                        .forEach(name -> names.add(bare(name.group(1)))));
      }
    }
    return names;
  }

  private static String bare(String name) {
    return ADDED.matcher(name).replaceFirst("");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
