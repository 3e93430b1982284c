package org.postseal.kubernetes;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the pods of a workload are made of.
 *
 * @param workload the name of the Deployment or StatefulSet
 * @param selector the labels it finds its pods by
 * @param labels of its pods
 * @param spec of its pods
 */
record PodTemplate(
    String workload, Map<String, String> selector, Map<String, String> labels, PodSpec spec) {

  static List<PodTemplate> of(Manifests manifests) {
    return Stream.concat(
            manifests
                .of(Deployment.class)
                .map(
                    one ->
                        of(
                            one.getMetadata().getName(),
                            one.getSpec().getSelector().getMatchLabels(),
                            one.getSpec().getTemplate())),
            manifests
                .of(StatefulSet.class)
                .map(
                    one ->
                        of(
                            one.getMetadata().getName(),
                            one.getSpec().getSelector().getMatchLabels(),
                            one.getSpec().getTemplate())))
        .toList();
  }

  /** Those of services; in the files beside them stands a patch for all. */
  static List<PodTemplate> ofServices(Manifests manifests) {
    return of(
        new Manifests(
            manifests.all().stream()
                .filter(manifest -> !manifest.name().equals("every-service"))
                .toList()));
  }

  /** Of a Job, whose pods nobody selects. */
  static PodTemplate of(Job job) {
    return of(job.getMetadata().getName(), Map.of(), job.getSpec().getTemplate());
  }

  private static PodTemplate of(
      String workload, Map<String, String> selector, PodTemplateSpec template) {
    return new PodTemplate(
        workload, selector, template.getMetadata().getLabels(), template.getSpec());
  }
}
