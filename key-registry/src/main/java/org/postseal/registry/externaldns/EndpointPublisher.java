package org.postseal.registry.externaldns;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Publisher;

/**
 * Has external-dns put key records into the DNS: an object for each key, named after the key's id,
 * applied on the server's side, so that what stands there already is left alone and what others
 * have changed of it is set right. That an object was taken says nothing about the DNS; whether the
 * record is there, the publication watch sees.
 *
 * <p>Not done: taking an object away. A revoked key's record says so for ever, as with every other
 * way.
 */
public final class EndpointPublisher implements Publisher {
  private static final String OWNER = "postseal-key-registry";
  private static final PatchContext APPLIED =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(OWNER)
          .withForce(true)
          .build();
  private static final int NOT_FOUND = 404;
  private static final int LONGEST_REASON = 300;

  private final KubernetesClient client;
  private final Manner manner;

  /**
   * What the objects have in common.
   *
   * @param zones that external-dns keeps
   * @param namespace of the objects
   * @param ttl of the records
   */
  public record Manner(List<DomainName> zones, String namespace, LongText longText, Duration ttl) {}

  /** Speaks to an API server. */
  public EndpointPublisher(KubernetesClient client, Manner manner) {
    this.client = client;
    this.manner = manner;
  }

  /** Of the cluster that this process runs in, with the rights of its service account. */
  public static EndpointPublisher ofCluster(ExternalDnsSettings settings, Duration ttl) {
    int patience = Math.toIntExact(settings.patience().toMillis());
    var config =
        new ConfigBuilder()
            .withConnectionTimeout(patience)
            .withRequestTimeout(patience)
            .withRequestRetryBackoffLimit(0) // the next round tries again
            .build();
    var client = new KubernetesClientBuilder().withConfig(config).build();
    return new EndpointPublisher(
        client,
        new Manner(
            settings.zones().orElse(List.of()).stream().map(DomainName::of).toList(),
            settings
                .namespace()
                .or(() -> Optional.ofNullable(client.getNamespace()))
                .orElse("default"),
            settings.longText(),
            ttl));
  }

  @Override
  public boolean isFor(KeyName name) {
    return manner.zones().stream().anyMatch(name.recordName()::isSameOrSubdomainOf);
  }

  @Override
  public Published publish(List<SigningKey> keys) {
    for (var key : keys) {
      try {
        client.resource(endpoint(key)).inNamespace(manner.namespace()).patch(APPLIED);
      } catch (KubernetesClientException e) {
        return new Published.Failed("DNSEndpoint of " + key.name().recordName() + ": " + reason(e));
      }
    }
    return new Published.There();
  }

  private DnsEndpoint endpoint(SigningKey key) {
    var endpoint = new DnsEndpoint();
    endpoint.setMetadata(
        new ObjectMetaBuilder()
            .withName("dkim-" + key.id())
            .withNamespace(manner.namespace())
            .withLabels(Map.of("app.kubernetes.io/managed-by", OWNER))
            .build());
    endpoint.setSpec(
        new DnsEndpoint.Spec(
            List.of(
                new DnsEndpoint.Endpoint(
                    key.name().recordName().ascii(),
                    manner.ttl().toSeconds(),
                    "TXT",
                    List.of(manner.longText().of(key.recordText()))))));
    return endpoint;
  }

  /** What an operator can do something about, in one line. */
  private static String reason(KubernetesClientException e) {
    if (e.getCode() == NOT_FOUND) {
      return "404: the cluster does not know DNSEndpoint (externaldns.k8s.io/v1alpha1), or not the"
          + " namespace";
    }
    if (e.getCode() > 0) {
      var said = e.getStatus() == null ? null : e.getStatus().getMessage();
      return e.getCode() + (said == null ? "" : ": " + oneLine(said));
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "the API server cannot be asked: " + oneLine(String.valueOf(cause.getMessage()));
  }

  private static String oneLine(String text) {
    var line = text.replaceAll("[^ -~]+", " ");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }
}
