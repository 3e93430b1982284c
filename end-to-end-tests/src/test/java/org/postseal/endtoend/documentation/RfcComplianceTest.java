package org.postseal.endtoend.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Application;

/** Every class, method and dialogue that docs/rfc-compliance.md names is in the repository. */
class RfcComplianceTest {
  private static final Path REPOSITORY = Application.repository();
  private static final Path DIALOGUES =
      REPOSITORY.resolve("ingress-smtp/src/test/resources/transcripts");

  /** Such as {@code smtp.path.PathParserTest#readsAMailbox}, below {@code org.postseal}. */
  private static final Pattern CLASS =
      Pattern.compile("`((?:[a-z]+\\.)+[A-Z][A-Za-z0-9]*)(?:#([a-zA-Z0-9]+))?`");

  private static final Pattern DIALOGUE = Pattern.compile("`((?:[a-z]+/)?[a-z0-9-]+\\.smtp)`");

  private static String document;
  private static List<Path> modules;

  @BeforeAll
  static void read() throws IOException {
    document = Files.readString(REPOSITORY.resolve("docs/rfc-compliance.md"));
    try (var directories = Files.list(REPOSITORY)) {
      modules = directories.filter(d -> Files.exists(d.resolve("pom.xml"))).toList();
    }
  }

  @Test
  void everyClassAndMethodIsThere() throws IOException {
    var missing = new ArrayList<String>();
    for (MatchResult named : CLASS.matcher(document).results().toList()) {
      var source = source(named.group(1));
      var method = Optional.ofNullable(named.group(2));
      if (source.isEmpty() || (method.isPresent() && !declares(source.get(), method.get()))) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(CLASS.matcher(document).results().count()).isGreaterThan(100);
  }

  @Test
  void everyDialogueIsThere() {
    var names = DIALOGUE.matcher(document).results().map(named -> named.group(1)).toList();
    assertThat(names).isNotEmpty();
    assertThat(names).filteredOn(name -> !Files.exists(DIALOGUES.resolve(name))).isEmpty();
  }

  private static Optional<Path> source(String className) {
    var file = "java/org/postseal/" + className.replace('.', '/') + ".java";
    return modules.stream()
        .map(module -> module.resolve("src"))
        .flatMap(src -> Stream.of(src.resolve("main"), src.resolve("test")))
        .map(folder -> folder.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static boolean declares(Path source, String method) throws IOException {
    return Files.readString(source).contains(" " + method + "(");
  }
}
