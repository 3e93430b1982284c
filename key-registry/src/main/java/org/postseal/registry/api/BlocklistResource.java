package org.postseal.registry.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.Versioned;
import org.postseal.topics.BlocklistEntry;

/** Domains an operator has given up on. */
@Path(RegistryPaths.ROOT + "/blocklist")
@Tag(name = "blocklist")
final class BlocklistResource {

  private static final int MAX_REASON = 1000;

  private final Journal journal;
  private final Changes changes;

  BlocklistResource(Journal journal, Changes changes) {
    this.journal = journal;
    this.changes = changes;
  }

  /**
   * Why a domain is blocked.
   *
   * @param reason for people; at most 1000 characters
   */
  record BlockRequest(@Nullable String reason) {}

  @GET
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME, Role.VERIFIER_NAME})
  @Operation(summary = "The whole list, by name")
  public List<BlocklistEntry> list() {
    return journal.state().blocklist().stream().map(Versioned::value).toList();
  }

  @PUT
  @Path("{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Puts a domain on the list")
  public Response put(@PathParam("domain") String name, @Nullable BlockRequest request) {
    var domain = RequestNames.domain(name);
    if (request == null || request.reason() == null || request.reason().isBlank()) {
      throw RequestNames.bad("a reason is needed");
    }
    var reason = request.reason();
    if (reason.length() > MAX_REASON) {
      throw RequestNames.bad("the reason is longer than " + MAX_REASON + " characters");
    }
    return changes.make(
        () -> new RegistryChange.PutOnBlocklist(domain, reason),
        Optional.of(request),
        () -> present(domain));
  }

  @DELETE
  @Path("{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Takes a domain off the list")
  public Response delete(@PathParam("domain") String name) {
    var domain = RequestNames.domain(name);
    return changes.make(
        () -> new RegistryChange.TakeOffBlocklist(domain),
        Optional.empty(),
        () -> Response.noContent().build());
  }

  private Response present(DomainName domain) {
    return journal
        .state()
        .blocklisted(domain)
        .map(Answers::entity)
        .orElseGet(() -> Problem.notFound(domain + " is not on the blocklist").response());
  }
}
