package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the manifests set is what the services read. */
class SettingsTest {
  @Test
  void everyVariableIsASettingOfItsService() {
    var templates = PodTemplate.ofServices(Manifests.ofBaseAndComponents());
    int variables = 0;
    for (var template : templates) {
      var set =
          template.spec().getContainers().stream()
              .flatMap(container -> container.getEnv().stream())
              .map(EnvVar::getName)
              .filter(name -> name.startsWith("POSTSEAL_"))
              .toList();
      assertThat(KnownSettings.variables(template.workload())).containsAll(set);
      variables += set.size();
    }
    assertThat(variables).isGreaterThan(8);
  }

  @Test
  void everyKeyOfAPropertiesFileIsASettingOfItsService() throws IOException {
    var unknown = new ArrayList<String>();
    for (var file : propertiesFiles()) {
      var keys = new Properties();
      try (var in = Files.newBufferedReader(file)) {
        keys.load(in);
      }
      for (var key : keys.stringPropertyNames()) {
        if (key.startsWith("postseal.") && !KnownSettings.knows(serviceOf(file), key)) {
          unknown.add(file.getFileName() + ": " + key);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void aKeyThatNobodyReadsWouldBeFound() {
    assertThat(KnownSettings.knows("relay", "postseal.relay.routes.\"example.org\"")).isTrue();
    assertThat(KnownSettings.knows("relay", "postseal.relay.rooutes.\"example.org\"")).isFalse();
    assertThat(KnownSettings.variables("relay")).contains("POSTSEAL_RELAY_HOST_NAME");
  }

  /** {@code base/SERVICE/application.properties} and {@code overlays/NAME/SERVICE.properties}. */
  private static String serviceOf(Path file) {
    var name = file.getFileName().toString().replace(".properties", "");
    return name.equals("application") ? file.getParent().getFileName().toString() : name;
  }

  private static List<Path> propertiesFiles() throws IOException {
    try (var files = Files.walk(Manifests.directory())) {
      return files
          .filter(file -> file.toString().endsWith(".properties"))
          .filter(file -> !file.startsWith(Manifests.directory().resolve("target")))
          .toList();
    }
  }
}
