package org.postseal.kubernetes;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting of the five services, from their own interfaces. */
final class KnownSettings {
  private static final Map<String, ConfigClass> OF_SERVICE =
      Stream.of("ingress-smtp", "signer", "verifier", "key-registry", "relay")
          .collect(Collectors.toMap(service -> service, KnownSettings::mappingOf));

  private KnownSettings() {}

  /** The one mapping that a service's sources declare. */
  private static ConfigClass mappingOf(String service) {
    var sources = Manifests.repository().resolve(service).resolve("src/main/java");
    try (var files = Files.walk(sources)) {
      var mapping =
          files
              .filter(file -> file.toString().endsWith("Settings.java"))
              .filter(file -> Manifests.text(file).contains("@ConfigMapping("))
              .map(file -> sources.relativize(file).toString())
              .map(file -> file.replace(".java", "").replace(File.separatorChar, '.'))
              .collect(Collectors.toCollection(ArrayDeque::new));
      if (mapping.size() != 1) {
        throw new AssertionError(service + " declares its settings in " + mapping);
      }
      return ConfigClass.configClass(Class.forName(mapping.getFirst()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  static Set<String> services() {
    return OF_SERVICE.keySet();
  }

  /** Whether a service knows a key. */
  static boolean knows(String service, String key) {
    return ConfigMappings.propertyNamesMatcher(List.of(OF_SERVICE.get(service))).matches(key);
  }

  /** The defaults of a service's keys; no default is an empty text. */
  static Map<String, String> defaults(String service) {
    var defaults = new TreeMap<String, String>();
    ConfigMappings.getProperties(OF_SERVICE.get(service))
        .forEach(
            (key, property) ->
                defaults.put(key, property.hasDefaultValue() ? property.getDefaultValue() : ""));
    return defaults;
  }

  /** The environment variables that set something of a service. */
  static Set<String> variables(String service) {
    return defaults(service).keySet().stream()
        .map(key -> key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
