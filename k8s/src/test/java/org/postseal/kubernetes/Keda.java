package org.postseal.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of {@code keda.sh/v1alpha1} the manifests use; anything else is an error. */
final class Keda {
  private Keda() {}

  record Metadata(String name, Optional<String> namespace, Optional<Map<String, String>> labels) {}

  record ScaledObject(String apiVersion, String kind, Metadata metadata, Spec spec) {
    record Spec(
        Target scaleTargetRef,
        int pollingInterval,
        int minReplicaCount,
        int maxReplicaCount,
        Fallback fallback,
        Advanced advanced,
        List<Trigger> triggers) {}

    record Target(String name) {}

    record Fallback(int failureThreshold, int replicas, Behavior behavior) {}

    enum Behavior {
      currentReplicasIfHigher
    }

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(
        io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(
        TriggerType type,
        String metricType,
        Map<String, String> metadata,
        Optional<AuthenticationRef> authenticationRef) {}

    enum TriggerType {
      kafka,
      prometheus
    }

    record AuthenticationRef(String name) {}
  }

  record TriggerAuthentication(String apiVersion, String kind, Metadata metadata, Secrets spec) {
    record Secrets(List<SecretTarget> secretTargetRef) {}

    record SecretTarget(String parameter, String name, String key) {}
  }
}
