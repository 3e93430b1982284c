package org.postseal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The READMEs show the examples that are compiled and tested here, and no other code. */
class ReadmeTest {
  private static final String MARK = "// README: ";
  private static final int EXAMPLES = 3;

  @Test
  void readmesShowTheExamplesAndNothingElse() throws IOException {
    var shown = new ArrayList<String>();
    for (var library : Repository.LIBRARIES) {
      var blocks = codeBlocks(Files.readString(library.file("README.md")));
      assertThat(blocks).as("examples in the README of %s", library).hasSize(EXAMPLES);
      shown.addAll(blocks);
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(examples().values());
  }

  /** What stands between the marks, by name, without common indentation. */
  private static Map<String, String> examples() throws IOException {
    var examples = new TreeMap<String, String>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (var file : files.filter(found -> found.toString().endsWith(".java")).toList()) {
        List<String> example = new ArrayList<>();
        String name = "end";
        for (var line : Files.readAllLines(file)) {
          if (line.strip().startsWith(MARK)) {
            if (!name.equals("end")) {
              examples.put(name, String.join("\n", example).stripIndent());
            }
            name = line.strip().substring(MARK.length());
            example.clear();
          } else {
            example.add(line);
          }
        }
        assertThat(name).as("the last mark of %s", file).isEqualTo("end");
      }
    }
    return examples;
  }

  private static List<String> codeBlocks(String page) {
    var blocks = new ArrayList<String>();
    int begin = page.indexOf("```java\n");
    while (begin >= 0) {
      int end = page.indexOf("\n```", begin);
      blocks.add(page.substring(begin + "```java\n".length(), end));
      begin = page.indexOf("```java\n", end);
    }
    return blocks;
  }
}
