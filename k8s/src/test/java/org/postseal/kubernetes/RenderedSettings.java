package org.postseal.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** What rendered manifests tell each service. */
final class RenderedSettings {
  /** The command line's, which are no settings of a service. */
  private static final Set<String> COMMAND_LINE =
      Set.of(
          "POSTSEAL_KAFKA_CLIENT",
          "POSTSEAL_REGISTRY_URL",
          "POSTSEAL_REGISTRY_TOKEN_FILE",
          "POSTSEAL_RELAY_URL",
          "POSTSEAL_RELAY_TOKEN_FILE");

  private RenderedSettings() {}

  /** A service's properties file. */
  static Properties of(Manifests manifests, String service) {
    var text =
        manifests
            .of(ConfigMap.class)
            .filter(map -> unhashed(map.getMetadata().getName()).equals(service + "-settings"))
            .findFirst()
            .orElseThrow()
            .getData()
            .get("application.properties");
    return read(text);
  }

  /** A properties file. */
  static Properties read(String text) {
    var properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** A name without the digest that kustomize adds. */
  static String unhashed(String name) {
    return name.replaceFirst("-[a-z0-9]{10}$", "");
  }

  /** Keys of a properties file that its service does not read. */
  static List<String> unknownKeys(Manifests manifests) {
    var unknown = new ArrayList<String>();
    for (var service : KnownSettings.services()) {
      for (var key : of(manifests, service).stringPropertyNames()) {
        if (key.startsWith("postseal.") && !KnownSettings.knows(service, key)) {
          unknown.add(service + ": " + key);
        }
      }
    }
    return unknown;
  }

  /** Environment variables that nobody reads. */
  static List<String> unknownVariables(Manifests manifests) {
    var unknown = new ArrayList<String>();
    for (var template : PodTemplate.of(manifests)) {
      var known =
          template.workload().equals("command-line")
              ? COMMAND_LINE
              : KnownSettings.variables(template.workload());
      template.spec().getContainers().stream()
          .flatMap(container -> container.getEnv().stream())
          .map(EnvVar::getName)
          .filter(name -> name.startsWith("POSTSEAL_") && !known.contains(name))
          .forEach(name -> unknown.add(template.workload() + ": " + name));
    }
    return unknown;
  }

  static List<String> images(Manifests manifests) {
    return Stream.concat(
            PodTemplate.of(manifests).stream(), manifests.of(Job.class).map(PodTemplate::of))
        .flatMap(template -> template.spec().getContainers().stream())
        .map(Container::getImage)
        .toList();
  }

  /** The annotation by which changed settings make new pods. */
  static String checksum(Manifests manifests, String deployment) {
    return manifests
        .of(Deployment.class)
        .filter(one -> one.getMetadata().getName().equals(deployment))
        .findFirst()
        .orElseThrow()
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get("checksum/settings");
  }
}
