package org.postseal.registry.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.registry.api.PublicKeyAnswer.Dnssec;
import org.postseal.registry.api.PublicKeyAnswer.Outcome;
import org.postseal.registry.api.PublicKeyAnswer.Source;
import org.postseal.registry.lookup.PublicKeys;
import org.postseal.registry.lookup.PublicKeys.Lookup;

/** Everybody's key records. */
@Path(RegistryPaths.ROOT + "/public-keys")
@Tag(name = "public keys")
final class PublicKeysResource {

  private final PublicKeys keys;
  private final MeterRegistry meters;

  PublicKeysResource(PublicKeys keys, MeterRegistry meters) {
    this.keys = keys;
    this.meters = meters;
  }

  @GET
  @Path("{selector}/{domain}")
  @RunOnVirtualThread
  @RolesAllowed({Role.VERIFIER_NAME, Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "The key records of a selector and domain, and where they are from")
  @APIResponse(
      responseCode = "200",
      description = "how the lookup ended, in outcome",
      content = @Content(schema = @Schema(implementation = PublicKeyAnswer.class)))
  @APIResponse(responseCode = "400", description = "no selector or no domain")
  public Response find(
      @PathParam("selector") String selectorText, @PathParam("domain") String domainText) {
    var selector = RequestNames.selector(selectorText);
    var domain = RequestNames.domain(domainText);
    var found =
        switch (keys.find(selector, domain)) {
          case Lookup.Own(var recordText, var ttl) ->
              new Finding(Outcome.FOUND, List.of(recordText), ttl, Source.REGISTRY);
          case Lookup.FromDns(var answer) -> Finding.of(answer);
          case Lookup.Pending() ->
              new Finding(Outcome.PENDING, List.of(), Duration.ZERO, Source.DNS);
        };
    meters
        .counter(
            "postseal_registry_lookups",
            "source",
            found.source().name().toLowerCase(Locale.ROOT),
            "outcome",
            found.outcome().name().toLowerCase(Locale.ROOT))
        .increment();
    var answer =
        new PublicKeyAnswer(
            selector.ascii(),
            domain.ascii(),
            found.outcome(),
            found.records(),
            found.source(),
            found.ttl().toSeconds(),
            found.dnssec(),
            found.reason());
    return Answers.kept(answer, answer.ttl());
  }

  /** What differs between the ways a lookup can end. */
  private record Finding(
      Outcome outcome,
      List<String> records,
      Duration ttl,
      Source source,
      Dnssec dnssec,
      Optional<String> reason) {

    Finding(Outcome outcome, List<String> records, Duration ttl, Source source) {
      this(outcome, records, ttl, source, Dnssec.NOT_PROVEN, Optional.empty());
    }

    static Finding of(DnsAnswer<String> answer) {
      return switch (answer) {
        case DnsAnswer.Found<String>(var records, var ttl, var dnssec) ->
            new Finding(
                Outcome.FOUND,
                records,
                ttl,
                Source.DNS,
                dnssec == DnssecStatus.SECURE ? Dnssec.SECURE : Dnssec.NOT_PROVEN,
                Optional.empty());
        case DnsAnswer.NoSuchDomain<String>(var ttl) ->
            new Finding(Outcome.NO_SUCH_DOMAIN, List.of(), ttl, Source.DNS);
        case DnsAnswer.NoRecords<String>(var ttl) ->
            new Finding(Outcome.NO_RECORDS, List.of(), ttl, Source.DNS);
        case DnsAnswer.Unavailable<String>(var reason) ->
            new Finding(
                Outcome.UNAVAILABLE,
                List.of(),
                Duration.ZERO,
                Source.DNS,
                Dnssec.NOT_PROVEN,
                Optional.of(reason));
      };
    }
  }
}
