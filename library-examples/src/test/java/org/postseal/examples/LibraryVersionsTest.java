package org.postseal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postseal.examples.Repository.Library;

/** One version of the libraries, said in several POMs; and a BOM that names each of them. */
class LibraryVersionsTest {
  private static final String BOM = "library-versions";
  private static final Pattern OWN =
      Pattern.compile("</parent>.*?<version>([^<]+)</version>", Pattern.DOTALL);
  private static final Pattern MANAGED = Pattern.compile("<libraries.version>([^<]+)</");

  @Test
  void everyPomSaysTheSameVersion() throws IOException {
    var parent = Files.readString(Repository.TOP.resolve("pom.xml"));
    var versions = new ArrayList<String>();
    for (var directory : publishedDirectories()) {
      versions.add(
          first(OWN, Files.readString(Repository.TOP.resolve(directory).resolve("pom.xml"))));
    }
    assertThat(versions).hasSize(3).containsOnly(first(MANAGED, parent));
  }

  @Test
  void theBomNamesEveryLibrary() throws IOException {
    var bom = Files.readString(Repository.TOP.resolve(BOM).resolve("pom.xml"));
    for (var library : Repository.LIBRARIES) {
      assertThat(bom).contains("<artifactId>%s</artifactId>".formatted(library.directory()));
    }
  }

  /** What has no door must not be published by accident. */
  @Test
  void nothingElseIsPublished() throws IOException {
    assertThat(Files.readString(Repository.TOP.resolve("pom.xml")))
        .contains("<publishing.skip>true</publishing.skip>")
        .contains("<maven.deploy.skip>${publishing.skip}</maven.deploy.skip>");
    var published = new ArrayList<String>();
    try (var modules = Files.list(Repository.TOP)) {
      for (var module : modules.filter(at -> Files.exists(at.resolve("pom.xml"))).toList()) {
        var pom = Files.readString(module.resolve("pom.xml"));
        if (pom.contains("<publishing.skip>false</publishing.skip>")) {
          published.add(module.getFileName().toString());
        }
      }
    }
    assertThat(published).containsExactlyInAnyOrderElementsOf(publishedDirectories());
  }

  private static List<String> publishedDirectories() {
    var directories =
        new ArrayList<>(Repository.LIBRARIES.stream().map(Library::directory).toList());
    directories.add(BOM);
    return directories;
  }

  private static String first(Pattern pattern, String pom) {
    var matcher = pattern.matcher(pom);
    assertThat(matcher.find()).as("a version").isTrue();
    return matcher.group(1);
  }
}
