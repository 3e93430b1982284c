package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postseal.topics.TopicAccess;
import org.postseal.topics.TopicPrincipal;

/** Network policies allow the arrows that the code draws, and no other. */
class NetworkArrowsTest {
  private static final int HTTPS = 443;

  private static final String BROKERS = "brokers";
  private static final String ENTITY_OPERATOR = "entity-operator";
  private static final String EXPORTER = "kafka-exporter";
  private static final int KAFKA = 9093;
  private static final int DNS = 53;

  private static final Manifests MANIFESTS = Manifests.ofBaseAndComponents();
  private static final Map<String, PodTemplate> SERVICES =
      PodTemplate.ofServices(MANIFESTS).stream()
          .collect(Collectors.toMap(PodTemplate::workload, template -> template));
  private static final AllowedArrows ALLOWED =
      new AllowedArrows(MANIFESTS.of(NetworkPolicy.class).toList(), pods());

  private static Map<String, Map<String, String>> pods() {
    var pods = new HashMap<String, Map<String, String>>();
    SERVICES.forEach((name, template) -> pods.put(name, template.labels()));
    // As the Strimzi operator labels what it makes of a Kafka named postseal.
    for (var pod :
        Map.of(BROKERS, "kafka", ENTITY_OPERATOR, "entity-operator", EXPORTER, "kafka-exporter")
            .entrySet()) {
      pods.put(
          pod.getKey(),
          Map.of(
              "strimzi.io/cluster", "postseal", "strimzi.io/name", "postseal-" + pod.getValue()));
    }
    return pods;
  }

  @Test
  void theFiveServicesAreThere() {
    assertThat(SERVICES.keySet()).isEqualTo(KnownSettings.services());
  }

  @Test
  void everyPodIsIsolatedInBothDirections() {
    assertThat(ALLOWED.unprotected()).isEmpty();
  }

  @Test
  void whatIsAllowedIsWhatTheCodeNeeds() {
    var needed = new HashSet<Arrow>();
    needed.addAll(toKafka());
    needed.addAll(toTheRegistry());
    needed.addAll(fromAndToTheWorld());
    needed.addAll(ofThePlatform());

    assertThat(ALLOWED.all()).containsExactlyInAnyOrderElementsOf(needed);
  }

  /** Whoever reads or writes a topic. */
  private static Set<Arrow> toKafka() {
    var arrows = new HashSet<Arrow>();
    for (var principal : TopicPrincipal.values()) {
      if (principal != TopicPrincipal.OPERATOR
          && !(TopicAccess.writtenBy(principal).isEmpty()
              && TopicAccess.readBy(principal).isEmpty())) {
        arrows.add(new Arrow(principal.principalName(), BROKERS, KAFKA));
      }
    }
    return arrows;
  }

  /** Whoever can be told where the registry is, and its replicas among themselves. */
  private static Set<Arrow> toTheRegistry() {
    int port = httpPort("key-registry");
    var arrows = new HashSet<Arrow>();
    for (var service : KnownSettings.services()) {
      if (KnownSettings.defaults(service).keySet().stream()
          .anyMatch(key -> key.endsWith(".registry.url") || key.endsWith(".advertised-url"))) {
        arrows.add(new Arrow(service, "key-registry", port));
      }
    }
    assertThat(arrows).hasSize(3);
    return arrows;
  }

  /** Where ingress listens, and where other people's mail exchangers and zones are. */
  private static Set<Arrow> fromAndToTheWorld() {
    var ingress = KnownSettings.defaults("ingress-smtp");
    var arrows = new HashSet<Arrow>();
    for (var listener : List.of("mx", "submission", "submissions")) {
      var port = ingress.get("postseal.ingress." + listener + ".port");
      arrows.add(new Arrow(Arrow.WORLD, "ingress-smtp", Integer.parseInt(port)));
    }
    var exchangers = KnownSettings.defaults("relay").get("postseal.relay.mx.port");
    arrows.add(new Arrow("relay", Arrow.WORLD, Integer.parseInt(exchangers)));
    arrows.add(new Arrow("relay", Arrow.WORLD, HTTPS)); // policies of MTA-STS (RFC 8461 §3.3)
    var zones =
        KnownSettings.defaults("key-registry").get("postseal.registry.publication.server-port");
    arrows.add(new Arrow("key-registry", Arrow.WORLD, Integer.parseInt(zones)));
    arrows.add(new Arrow("key-registry", Arrow.WORLD, HTTPS)); // the API server, for external-dns
    arrows.add(new Arrow("key-registry", Arrow.WORLD, 6443));
    var delegated =
        KnownSettings.defaults("key-registry").get("postseal.registry.name-server.port");
    arrows.add(new Arrow(Arrow.WORLD, "key-registry", Integer.parseInt(delegated)));
    return arrows;
  }

  /** Prometheus, names, and what the Kafka cluster needs within itself. */
  private static Set<Arrow> ofThePlatform() {
    var arrows = new HashSet<Arrow>();
    SERVICES.keySet().forEach(name -> arrows.add(new Arrow("monitoring", name, httpPort(name))));
    arrows.add(new Arrow("monitoring", EXPORTER, 9404));
    pods().keySet().forEach(name -> arrows.add(new Arrow(name, "kube-system", DNS)));
    var cluster = List.of(BROKERS, ENTITY_OPERATOR, EXPORTER);
    for (var from : cluster) {
      cluster.forEach(to -> arrows.add(new Arrow(from, to, Arrow.ANY_PORT)));
    }
    arrows.add(new Arrow(ENTITY_OPERATOR, Arrow.WORLD, 443));
    arrows.add(new Arrow(ENTITY_OPERATOR, Arrow.WORLD, 6443));
    return arrows;
  }

  private static int httpPort(String service) {
    return SERVICES.get(service).spec().getContainers().stream()
        .map(Container::getPorts)
        .flatMap(List::stream)
        .filter(port -> port.getName().startsWith("http"))
        .findFirst()
        .orElseThrow()
        .getContainerPort();
  }
}
