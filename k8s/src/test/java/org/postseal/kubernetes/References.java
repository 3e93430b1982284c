package org.postseal.kubernetes;

import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postseal.topics.MailTopic;

/** What rendered manifests refer to and do not have, each as a phrase. */
final class References {
  /** The container that serves nobody, and only waits until somebody runs a command in it. */
  private static final String WAITS_FOR_COMMANDS = "command-line";

  private static final Set<String> OF_A_USER =
      Set.of("ca.crt", "user.crt", "user.key", "user.p12", "user.password");
  private static final Set<String> OF_A_CERTIFICATE = Set.of("ca.crt", "tls.crt", "tls.key");

  private final Manifests manifests;
  private final List<PodTemplate> templates;
  private final Map<String, Set<String>> secrets;
  private final Map<String, Set<String>> configMaps;
  private final List<String> dangling = new ArrayList<>();

  /**
   * @param manifests rendered
   * @param madeByHand secrets and their keys that the documentation has an operator make
   */
  References(Manifests manifests, Map<String, Set<String>> madeByHand) {
    this.manifests = manifests;
    this.templates = PodTemplate.of(manifests);
    this.secrets = new HashMap<>(madeByHand);
    manifests
        .of(KafkaUser.class)
        .forEach(user -> secrets.put(user.getMetadata().getName(), OF_A_USER));
    manifests
        .of(Kafka.class)
        .forEach(
            kafka ->
                secrets.put(
                    kafka.getMetadata().getName() + "-cluster-ca-cert",
                    Set.of("ca.crt", "ca.p12", "ca.password")));
    manifests
        .of(Certificate.class)
        .forEach(one -> secrets.put(one.getSpec().getSecretName(), OF_A_CERTIFICATE));
    this.configMaps = new HashMap<>();
    configMaps.put("kube-root-ca.crt", Set.of("ca.crt")); // in every namespace
    manifests
        .of(ConfigMap.class)
        .forEach(one -> configMaps.put(one.getMetadata().getName(), one.getData().keySet()));
  }

  List<String> dangling() {
    templates.forEach(this::ofPods);
    ofServices();
    ofBudgetsAndMonitors();
    ofScaling();
    ofCertificates();
    ofKafka();
    ofRights();
    return List.copyOf(dangling);
  }

  private void ofRights() {
    var roles = names(manifests.of(Role.class).map(one -> one.getMetadata().getName()));
    var accounts =
        names(manifests.of(ServiceAccount.class).map(one -> one.getMetadata().getName()));
    manifests
        .of(RoleBinding.class)
        .forEach(
            binding -> {
              var name = binding.getMetadata().getName();
              check(roles.contains(binding.getRoleRef().getName()), name + ": its role");
              binding
                  .getSubjects()
                  .forEach(
                      subject ->
                          check(accounts.contains(subject.getName()), name + ": its subject"));
            });
  }

  private void check(boolean there, String what) {
    if (!there) {
      dangling.add(what);
    }
  }

  private void ofPods(PodTemplate template) {
    var name = template.workload();
    check(
        template.labels().entrySet().containsAll(template.selector().entrySet()),
        name + " does not select its own pods");
    check(
        names(manifests.of(ServiceAccount.class).map(one -> one.getMetadata().getName()))
            .contains(template.spec().getServiceAccountName()),
        name + ": ServiceAccount " + template.spec().getServiceAccountName());
    template.spec().getVolumes().forEach(volume -> ofVolume(name, volume));
    var volumes = names(template.spec().getVolumes().stream().map(Volume::getName));
    for (var container : template.spec().getContainers()) {
      check(
          volumes.containsAll(
              container.getVolumeMounts().stream().map(VolumeMount::getName).toList()),
          name + ": a volume that is not there");
      ofEnvironment(name, container);
      ofProbes(name, container);
    }
    for (var spread : template.spec().getTopologySpreadConstraints()) {
      check(
          AllowedArrows.selects(spread.getLabelSelector(), template.labels()),
          name + ": spreads pods of others");
    }
  }

  private void ofVolume(String name, Volume volume) {
    if (volume.getSecret() != null) {
      var secret = volume.getSecret();
      keys(name, "Secret", secrets, secret.getSecretName(), secret.getItems());
    }
    if (volume.getProjected() != null) {
      for (var source : volume.getProjected().getSources()) {
        if (source.getConfigMap() != null) {
          var map = source.getConfigMap();
          keys(name, "ConfigMap", configMaps, map.getName(), map.getItems());
        }
      }
    }
    if (volume.getConfigMap() != null) {
      var map = volume.getConfigMap();
      keys(name, "ConfigMap", configMaps, map.getName(), map.getItems());
    }
  }

  private void keys(
      String workload,
      String kind,
      Map<String, Set<String>> known,
      String name,
      List<KeyToPath> items) {
    check(known.containsKey(name), workload + ": " + kind + " " + name);
    items.forEach(
        item ->
            check(
                known.getOrDefault(name, Set.of()).contains(item.getKey()),
                workload + ": " + kind + " " + name + " has no key " + item.getKey()));
  }

  private void ofEnvironment(String name, Container container) {
    for (var from : container.getEnvFrom()) {
      if (from.getConfigMapRef() != null) {
        keys(name, "ConfigMap", configMaps, from.getConfigMapRef().getName(), List.of());
      }
    }
    for (var variable : container.getEnv()) {
      Optional.ofNullable(variable.getValueFrom()).ifPresent(source -> ofSource(name, source));
    }
  }

  private void ofSource(String name, EnvVarSource source) {
    if (source.getSecretKeyRef() != null) {
      var ref = source.getSecretKeyRef();
      keys(name, "Secret", secrets, ref.getName(), List.of(new KeyToPath(ref.getKey(), null, "")));
    }
    if (source.getConfigMapKeyRef() != null) {
      var ref = source.getConfigMapKeyRef();
      keys(
          name,
          "ConfigMap",
          configMaps,
          ref.getName(),
          List.of(new KeyToPath(ref.getKey(), null, "")));
    }
  }

  private void ofProbes(String name, Container container) {
    var ports = portNames(container);
    if (container.getName().equals(WAITS_FOR_COMMANDS)) {
      check(ports.isEmpty(), name + ": a port, and no probe");
      return;
    }
    Stream.of(
            container.getStartupProbe(),
            container.getReadinessProbe(),
            container.getLivenessProbe())
        .forEach(
            probe ->
                check(
                    probe != null && ports.contains(probe.getHttpGet().getPort().getStrVal()),
                    name + ": a probe is absent, or of a port that is not there"));
  }

  private void ofServices() {
    for (var service : manifests.of(Service.class).toList()) {
      var name = "Service " + service.getMetadata().getName();
      var pods = selected(service.getSpec().getSelector());
      check(!pods.isEmpty(), name + " selects no pod");
      for (var port : service.getSpec().getPorts()) {
        var target = port.getTargetPort().getStrVal();
        check(
            pods.stream().allMatch(pod -> portNames(pod).contains(target)),
            name + ": no port " + target);
      }
    }
    var services =
        names(manifests.of(Service.class).map(service -> service.getMetadata().getName()));
    for (var kafka : manifests.of(Kafka.class).toList()) {
      services.add(kafka.getMetadata().getName() + "-kafka-bootstrap");
    }
    var outside = manifests.of(Kafka.class).findAny().isEmpty();
    for (var template : templates) {
      for (var host : hosts(template, outside)) {
        check(services.contains(host), template.workload() + ": Service " + host);
      }
    }
  }

  /** Hosts that settings name; brokers are not among them if they are elsewhere. */
  private List<String> hosts(PodTemplate template, boolean brokersOutside) {
    var values = new ArrayList<String>();
    for (var container : template.spec().getContainers()) {
      container.getEnv().stream()
          .filter(variable -> variable.getName().endsWith("_URL"))
          .forEach(variable -> values.add(variable.getValue().replaceFirst("^https?://", "")));
      for (var from : brokersOutside ? List.<EnvFromSource>of() : container.getEnvFrom()) {
        manifests
            .of(ConfigMap.class)
            .filter(map -> map.getMetadata().getName().equals(from.getConfigMapRef().getName()))
            .forEach(map -> values.add(map.getData().get("KAFKA_BOOTSTRAP_SERVERS")));
      }
    }
    return values.stream()
        .map(value -> value.replaceFirst("^\\$\\(POD\\)\\.", "").replaceFirst("[.:].*", ""))
        .toList();
  }

  private void ofBudgetsAndMonitors() {
    for (var budget : manifests.of(PodDisruptionBudget.class).toList()) {
      check(
          templates.stream()
              .anyMatch(pod -> AllowedArrows.selects(budget.getSpec().getSelector(), pod.labels())),
          "PodDisruptionBudget " + budget.getMetadata().getName() + " selects no pod");
    }
    for (var monitor : manifests.of(PodMonitor.class).toList()) {
      var name = "PodMonitor " + monitor.getMetadata().getName();
      if (name.endsWith("kafka-exporter")) {
        check(
            manifests.of(Kafka.class).allMatch(one -> one.getSpec().getKafkaExporter() != null),
            name + ": there is none");
        continue;
      }
      var pods =
          templates.stream()
              .filter(pod -> AllowedArrows.selects(monitor.getSpec().getSelector(), pod.labels()))
              .toList();
      check(!pods.isEmpty(), name + " selects no pod");
      for (var endpoint : monitor.getSpec().getPodMetricsEndpoints()) {
        check(
            pods.stream().allMatch(pod -> portNames(pod).contains(endpoint.getPort())),
            name + ": no port " + endpoint.getPort());
        Optional.ofNullable(endpoint.getTlsConfig())
            .map(tls -> tls.getCa().getSecret())
            .ifPresent(
                ca ->
                    keys(
                        name,
                        "Secret",
                        secrets,
                        ca.getName(),
                        List.of(new KeyToPath(ca.getKey(), null, ""))));
      }
    }
  }

  private void ofScaling() {
    var workloads = names(templates.stream().map(PodTemplate::workload));
    manifests
        .of(HorizontalPodAutoscaler.class)
        .map(one -> one.getSpec().getScaleTargetRef().getName())
        .forEach(name -> check(workloads.contains(name), "HorizontalPodAutoscaler of " + name));
    var authentications =
        names(manifests.of(Keda.TriggerAuthentication.class).map(one -> one.metadata().name()));
    var topics =
        manifests.of(Kafka.class).findAny().isPresent()
            ? names(manifests.of(KafkaTopic.class).map(one -> one.getMetadata().getName()))
            : names(Stream.of(MailTopic.values()).map(MailTopic::topic));
    for (var scaled : manifests.of(Keda.ScaledObject.class).toList()) {
      var name = "ScaledObject " + scaled.metadata().name();
      check(workloads.contains(scaled.spec().scaleTargetRef().name()), name + ": its target");
      for (var trigger : scaled.spec().triggers()) {
        trigger
            .authenticationRef()
            .ifPresent(
                ref -> check(authentications.contains(ref.name()), name + ": " + ref.name()));
        switch (trigger.type()) {
          case kafka -> {
            check(topics.contains(trigger.metadata().get("topic")), name + ": its topic");
            check(workloads.contains(trigger.metadata().get("consumerGroup")), name + ": group");
          }
          case prometheus ->
              check(trigger.metadata().containsKey("query"), name + ": what it asks for");
        }
      }
    }
    for (var authentication : manifests.of(Keda.TriggerAuthentication.class).toList()) {
      authentication
          .spec()
          .secretTargetRef()
          .forEach(
              ref ->
                  keys(
                      "TriggerAuthentication",
                      "Secret",
                      secrets,
                      ref.name(),
                      List.of(new KeyToPath(ref.key(), null, ""))));
    }
  }

  private void ofCertificates() {
    var issuers = names(manifests.of(Issuer.class).map(one -> one.getMetadata().getName()));
    manifests
        .of(Certificate.class)
        .filter(one -> one.getSpec().getIssuerRef().getKind().equals("Issuer"))
        .forEach(
            one ->
                check(
                    issuers.contains(one.getSpec().getIssuerRef().getName()),
                    "Certificate " + one.getMetadata().getName() + ": its issuer"));
    manifests
        .of(Issuer.class)
        .filter(one -> one.getSpec().getCa() != null)
        .forEach(
            one ->
                check(
                    secrets.containsKey(one.getSpec().getCa().getSecretName()),
                    "Issuer " + one.getMetadata().getName() + ": its key"));
  }

  private void ofKafka() {
    var clusters = names(manifests.of(Kafka.class).map(one -> one.getMetadata().getName()));
    Stream.of(
            manifests.of(KafkaNodePool.class).map(one -> one.getMetadata()),
            manifests.of(KafkaTopic.class).map(one -> one.getMetadata()),
            manifests.of(KafkaUser.class).map(one -> one.getMetadata()))
        .flatMap(metadata -> metadata)
        .forEach(
            metadata ->
                check(
                    clusters.contains(metadata.getLabels().get("strimzi.io/cluster")),
                    metadata.getName() + ": its cluster"));
  }

  private List<PodTemplate> selected(Map<String, String> selector) {
    return templates.stream()
        .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
        .toList();
  }

  private static Set<String> portNames(PodTemplate template) {
    return template.spec().getContainers().stream()
        .flatMap(container -> portNames(container).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> portNames(Container container) {
    return names(container.getPorts().stream().map(port -> port.getName()));
  }

  private static Set<String> names(Stream<String> names) {
    return names.collect(Collectors.toCollection(HashSet::new));
  }
}
