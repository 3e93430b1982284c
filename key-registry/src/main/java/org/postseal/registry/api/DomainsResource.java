package org.postseal.registry.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.publication.PublicRecords;
import org.postseal.registry.publication.ZoneText;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.DomainEntry.Subdomains;
import org.postseal.topics.KeyRotation;

/** Domains: those we receive for or sign for, and what an operator knows about others. */
@Path(RegistryPaths.ROOT + "/domains")
@Tag(name = "domains")
final class DomainsResource {

  private final Journal journal;
  private final Changes changes;
  private final RegistrySettings settings;

  private final PublicRecords records;

  DomainsResource(
      Journal journal, Changes changes, RegistrySettings settings, PublicRecords records) {
    this.journal = journal;
    this.changes = changes;
    this.settings = settings;
    this.records = records;
  }

  /**
   * What is put; a field left out is {@code false}, {@code none} or unset.
   *
   * @param local whether we receive mail for it
   * @param signed whether we sign for it
   * @param signingPolicy {@code all}, {@code some} or {@code none}
   * @param testing whether the policy is only tried
   * @param mode {@code enforce} or {@code monitor}
   * @param subdomains {@code covered} or {@code not-covered}; unset is covered
   * @param keyRotation {@code off} or days such as {@code 90d}; unset is as for all domains
   */
  record DomainRequest(
      boolean local,
      boolean signed,
      Optional<SigningPolicy> signingPolicy,
      boolean testing,
      Optional<Mode> mode,
      Optional<Subdomains> subdomains,
      Optional<KeyRotation> keyRotation) {

    DomainEntry entryFor(DomainName domain) {
      return new DomainEntry(
          domain.ascii(),
          local,
          signed,
          signingPolicy.orElse(SigningPolicy.NONE),
          testing,
          mode,
          subdomains,
          keyRotation);
    }
  }

  @GET
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "All domains, by name")
  public List<DomainEntry> list() {
    return journal.state().domains().stream().map(Versioned::value).toList();
  }

  @GET
  @Path("{domain}")
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "One domain, with its version as entity tag")
  public Response get(@PathParam("domain") String domain) {
    return present(RequestNames.domain(domain));
  }

  @PUT
  @Path("{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Makes or replaces a domain; If-Match and If-None-Match: * are honoured")
  public Response put(
      @PathParam("domain") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      @Nullable DomainRequest request) {
    var domain = RequestNames.domain(name);
    if (request == null) {
      throw RequestNames.bad("a body is needed");
    }
    var precondition = RequestNames.precondition(ifMatch, ifNoneMatch);
    return changes.make(
        () -> new RegistryChange.PutDomain(domain, request.entryFor(domain), precondition),
        Optional.of(request),
        () -> present(domain));
  }

  @DELETE
  @Path("{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Takes a domain out; 409 while a key of it is active")
  public Response delete(
      @PathParam("domain") String name, @HeaderParam("If-Match") @Nullable String ifMatch) {
    var domain = RequestNames.domain(name);
    var precondition = RequestNames.precondition(ifMatch, null);
    return changes.make(
        () -> new RegistryChange.DeleteDomain(domain, precondition),
        Optional.empty(),
        () -> Response.noContent().build());
  }

  @GET
  @Path("{domain}/dns")
  @Produces(MediaType.TEXT_PLAIN)
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "The domain's key records, as text for a zone file")
  public Response zoneText(@PathParam("domain") String name) {
    var domain = RequestNames.domain(name);
    var keys = journal.state().keys(domain).stream().map(Versioned::value).toList();
    if (journal.state().domain(domain).isEmpty() && keys.isEmpty()) {
      return Problem.notFound("no entry for " + domain).response();
    }
    return Response.ok(ZoneText.of(keys, settings.keyRecordTtl())).build();
  }

  @GET
  @Path("{domain}/status")
  @RunOnVirtualThread
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "What the public DNS says now of the domain's keys that are not revoked")
  public Response status(@PathParam("domain") String name) {
    var domain = RequestNames.domain(name);
    if (journal.state().domain(domain).isEmpty()) {
      return Problem.notFound("no entry for " + domain).response();
    }
    var keys =
        journal.state().keys(domain).stream()
            .map(Versioned::value)
            .filter(key -> key.state().revokedSince().isEmpty())
            .toList();
    var sightings = records.lookAtAll(keys);
    var seen = new ArrayList<KeyStatus>();
    for (int i = 0; i < keys.size(); i++) {
      seen.add(KeyStatus.of(keys.get(i), sightings.get(i)));
    }
    return Response.ok(seen).header("Cache-Control", "no-store").build();
  }

  private Response present(DomainName domain) {
    return journal
        .state()
        .domain(domain)
        .map(Answers::entity)
        .orElseGet(() -> Problem.notFound("no entry for " + domain).response());
  }
}
