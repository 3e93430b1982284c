package org.postseal.registry.externaldns;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** external-dns' custom resource: records that are wanted. Public, because Jackson writes it. */
@Group("externaldns.k8s.io")
@Version("v1alpha1")
@Kind("DNSEndpoint")
@Plural("dnsendpoints")
public final class DnsEndpoint extends CustomResource<DnsEndpoint.Spec, DnsEndpoint.Status>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /**
   * What is wanted.
   *
   * @param endpoints one for each name and type
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(List<Endpoint> endpoints) {}

  /**
   * Records of one name and type.
   *
   * @param dnsName without a dot at its end
   * @param recordTTL in seconds
   * @param recordType such as TXT
   * @param targets what each record says
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Endpoint(String dnsName, long recordTTL, String recordType, List<String> targets) {}

  /**
   * What external-dns says of it.
   *
   * @param observedGeneration the one it has read last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(@Nullable Long observedGeneration) {}

  @Override
  protected @Nullable Spec initSpec() {
    return null;
  }

  @Override
  protected @Nullable Status initStatus() {
    return null;
  }
}
