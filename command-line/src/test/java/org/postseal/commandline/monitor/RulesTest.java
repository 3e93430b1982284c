package org.postseal.commandline.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules that sources name where they decide. */
class RulesTest {
  private static final List<Pattern> NAMED =
      List.of(
          Pattern.compile("Findings\\.of\\(\\s*\"([a-z-]+)\""),
          Pattern.compile("\\b(?:reject|accept|quarantine|defer)\\(\\s*\"([a-z]+-?[a-z-]*)\""),
          Pattern.compile(
              "(?:unacceptable|deferred|refused)\\([^;]*?\"([a-z-]+)\"\\)", Pattern.DOTALL),
          Pattern.compile("watch\\.ended\\(\\w+, \"([a-z-]+)\""));

  private static final Pattern SPOILED = Pattern.compile("^ {2}([A-Z_]+)[,;]$", Pattern.MULTILINE);

  @Test
  void eachIsKnown() throws IOException {
    var found = new TreeSet<String>();
    for (var module : List.of("verification-policy", "ingress-smtp", "signer", "verifier")) {
      try (var files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          var text = Files.readString(file);
          NAMED.forEach(
              named -> named.matcher(text).results().forEach(hit -> found.add(hit.group(1))));
          if (file.endsWith("Spoilage.java")) {
            SPOILED
                .matcher(text)
                .results()
                .forEach(hit -> found.add(hit.group(1).toLowerCase(Locale.ROOT).replace('_', '-')));
          }
        }
      }
    }
    assertThat(found).contains("own-domain", "bare-lf", "no-signing-key", "client-gone", "loop");
    assertThat(Rules.KNOWN).containsAll(found);
  }
}
