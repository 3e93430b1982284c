package org.postseal.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A set of manifests, from files or as kubectl renders them. */
record Manifests(List<Manifest> all) {

  Manifests {
    all = List.copyOf(all);
  }

  /** The directory of all manifests, which is this module's. */
  static Path directory() {
    return Path.of("").toAbsolutePath();
  }

  /** The top of the source tree. */
  static Path repository() {
    return directory().getParent();
  }

  /** Every YAML file of the manifests; the chart's are no YAML before they are rendered. */
  static List<Path> files() {
    try (var files = Files.walk(directory())) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.startsWith(target()) && !file.startsWith(Chart.directory()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of one directory. */
  static List<Path> list(Path directory) {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path target() {
    return directory().resolve("target");
  }

  /** What the files of base and components hold, before anything is patched. */
  static Manifests ofBaseAndComponents() {
    var reader = new ManifestReader();
    return new Manifests(
        files().stream()
            .filter(file -> !file.startsWith(directory().resolve("overlays")))
            .flatMap(file -> reader.read(text(file)).stream())
            .toList());
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of one kind. */
  <T> Stream<T> of(Class<T> kind) {
    return all.stream().map(Manifest::model).filter(kind::isInstance).map(kind::cast);
  }
}
