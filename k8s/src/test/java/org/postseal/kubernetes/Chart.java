package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * The Helm chart, rendered in this process by Helm itself as a library.
 *
 * <p>That library takes every cluster for Kubernetes 1.20, so a copy without the line that asks for
 * a newer one is rendered. It leaves hooks out, so in the copy they are ordinary objects, with
 * annotations that begin with {@code postseal.org} in place of {@code helm.sh}.
 */
final class Chart {
  private static final String NAME = "postseal";
  private static final String OLDEST = "kubeVersion: \">=1.30.0-0\"";

  private final Path copy;

  /**
   * @param scratch an empty directory for the copy
   */
  Chart(Path scratch) {
    this.copy = scratch.resolve(NAME);
    copy(source(), copy);
    var about = copy.resolve("Chart.yaml");
    var text = Manifests.text(about);
    assertThat(text).contains(OLDEST);
    write(about, text.replace(OLDEST, ""));
    for (var template : Manifests.list(copy.resolve("templates"))) {
      write(template, Manifests.text(template).replace("helm.sh/hook", "postseal.org/hook"));
    }
  }

  static Path directory() {
    return Manifests.directory().resolve("chart");
  }

  static Path source() {
    return directory().resolve(NAME);
  }

  /** Each set of values that stands beside the chart, as an example and for tests. */
  static List<Path> valueSets() {
    return Manifests.list(directory().resolve("values"));
  }

  static Path valueSet(String name) {
    return directory().resolve("values").resolve(name + ".yaml");
  }

  /** What {@code helm template} prints. */
  String text(Path values) {
    return new Helm(copy)
        .template()
        .withName(NAME)
        .withNamespace(NAME)
        .withValuesFile(values)
        .call();
  }

  Manifests render(Path values) {
    return new Manifests(new ManifestReader().read(text(values)));
  }

  Manifests render(Path scratch, String values) {
    return render(write(scratch.resolve("values.yaml"), values));
  }

  /** What {@code helm install} says at its end. */
  String notes(Path values) {
    InstallCommand install =
        new Helm(copy).install().withName(NAME).withNamespace(NAME).clientOnly().dryRun();
    return install.withValuesFile(values).call().getOutput();
  }

  /** {@code helm lint --strict}, with values in place of the defaults they replace. */
  LintResult lint(Path values) {
    var defaults = copy.resolve("values.yaml");
    var kept = Manifests.text(defaults);
    try {
      write(defaults, new Yaml().dump(merged(yaml(kept), yaml(Manifests.text(values)))));
      return new Helm(copy).lint().strict().call();
    } finally {
      write(defaults, kept);
    }
  }

  private static Map<String, Object> yaml(String text) {
    return new Yaml().load(text);
  }

  @SuppressWarnings("unchecked") // YAML's keys are text here
  private static Map<String, Object> merged(Map<String, Object> defaults, Map<String, Object> own) {
    var all = new LinkedHashMap<>(defaults);
    own.forEach(
        (key, value) ->
            all.merge(
                key,
                value,
                (old, one) ->
                    old instanceof Map && one instanceof Map
                        ? merged((Map<String, Object>) old, (Map<String, Object>) one)
                        : one));
    return all;
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
