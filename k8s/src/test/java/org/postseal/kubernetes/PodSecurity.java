package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The "restricted" level of Kubernetes' pod security standards, and what we ask for beyond it. */
final class PodSecurity {
  private PodSecurity() {}

  static void assertRestricted(PodTemplate template) {
    var spec = template.spec();
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    assertThat(spec.getEnableServiceLinks()).isFalse();
    assertThat(spec.getHostNetwork()).isNull();
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(spec.getVolumes())
        .allSatisfy(
            volume -> {
              assertThat(volume.getHostPath()).isNull();
              if (volume.getSecret() != null) {
                assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
              }
            });
    for (var container : spec.getContainers()) {
      var security = container.getSecurityContext();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getPrivileged()).isNull();
      assertThat(security.getCapabilities().getDrop()).isEqualTo(List.of("ALL"));
      assertThat(security.getCapabilities().getAdd()).isEmpty();
      assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
      assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
      assertThat(container.getPorts()).allSatisfy(port -> assertThat(port.getHostPort()).isNull());
    }
  }
}
