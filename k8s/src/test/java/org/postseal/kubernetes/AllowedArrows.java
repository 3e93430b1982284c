package org.postseal.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arrows that network policies allow between named pods, and between them and the rest. A
 * connection between two pods needs both ends to allow it.
 */
final class AllowedArrows {
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private final List<NetworkPolicy> policies;
  private final Map<String, Map<String, String>> pods;

  /**
   * @param policies all of the namespace
   * @param pods labels of each kind of pod, by its name
   */
  AllowedArrows(List<NetworkPolicy> policies, Map<String, Map<String, String>> pods) {
    this.policies = policies;
    this.pods = pods;
  }

  /** All arrows; those between pods only where both ends allow them. */
  Set<Arrow> all() {
    var out = outgoing();
    var in = incoming();
    return Stream.concat(out.stream(), in.stream())
        .filter(
            arrow ->
                !(pods.containsKey(arrow.from()) && pods.containsKey(arrow.to()))
                    || (covers(out, arrow) && covers(in, arrow)))
        .collect(Collectors.toSet());
  }

  private static boolean covers(Set<Arrow> arrows, Arrow arrow) {
    return arrows.contains(arrow)
        || arrows.contains(new Arrow(arrow.from(), arrow.to(), Arrow.ANY_PORT));
  }

  /** Pods that no policy isolates in one of the directions. */
  Set<String> unprotected() {
    var found = new HashSet<String>();
    pods.forEach(
        (pod, labels) -> {
          for (var type : List.of("Ingress", "Egress")) {
            if (policies.stream()
                .noneMatch(
                    policy ->
                        policy.getSpec().getPolicyTypes().contains(type)
                            && selects(policy.getSpec().getPodSelector(), labels))) {
              found.add(pod + " " + type);
            }
          }
        });
    return found;
  }

  private Set<Arrow> outgoing() {
    var arrows = new HashSet<Arrow>();
    for (var policy : policies) {
      for (var rule : policy.getSpec().getEgress()) {
        for (var from : selected(policy.getSpec().getPodSelector())) {
          for (var to : parties(rule.getTo())) {
            ports(rule.getPorts()).forEach(port -> arrows.add(new Arrow(from, to, port)));
          }
        }
      }
    }
    return arrows;
  }

  private Set<Arrow> incoming() {
    var arrows = new HashSet<Arrow>();
    for (var policy : policies) {
      for (var rule : policy.getSpec().getIngress()) {
        for (var to : selected(policy.getSpec().getPodSelector())) {
          for (var from : parties(rule.getFrom())) {
            ports(rule.getPorts()).forEach(port -> arrows.add(new Arrow(from, to, port)));
          }
        }
      }
    }
    return arrows;
  }

  private Set<String> parties(List<NetworkPolicyPeer> peers) {
    return peers.isEmpty()
        ? Set.of(Arrow.WORLD)
        : peers.stream().flatMap(peer -> party(peer).stream()).collect(Collectors.toSet());
  }

  private Set<String> party(NetworkPolicyPeer peer) {
    if (peer.getIpBlock() != null) {
      return Set.of(Arrow.WORLD);
    }
    if (peer.getNamespaceSelector() != null) {
      return Set.of(
          Objects.requireNonNull(
              peer.getNamespaceSelector().getMatchLabels().get(NAMESPACE_NAME), "any namespace"));
    }
    return selected(peer.getPodSelector());
  }

  private static List<Integer> ports(List<NetworkPolicyPort> ports) {
    return ports.isEmpty()
        ? List.of(Arrow.ANY_PORT)
        : ports.stream().map(port -> port.getPort().getIntVal()).toList();
  }

  private Set<String> selected(LabelSelector selector) {
    return pods.entrySet().stream()
        .filter(pod -> selects(selector, pod.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  static boolean selects(LabelSelector selector, Map<String, String> labels) {
    var wanted =
        selector.getMatchLabels() == null ? Map.<String, String>of() : selector.getMatchLabels();
    return labels.entrySet().containsAll(wanted.entrySet())
        && selector.getMatchExpressions().stream().allMatch(one -> fits(one, labels));
  }

  private static boolean fits(LabelSelectorRequirement requirement, Map<String, String> labels) {
    var value = labels.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && requirement.getValues().contains(value);
      case "NotIn" -> value == null || !requirement.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> throw new AssertionError("no such operator: " + requirement.getOperator());
    };
  }
}
