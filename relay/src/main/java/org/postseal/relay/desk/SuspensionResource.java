package org.postseal.relay.desk;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.postseal.access.QueryFlag;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.OperatorOrder.Action;

/** Destinations to which nothing is delivered. */
@Path(DeskResource.ROOT + "/suspensions")
@Tag(name = "desk")
public final class SuspensionResource {
  private static final String DRY_RUN = "dry-run";

  private final Desk desk;
  private final SecurityIdentity identity;

  SuspensionResource(Desk desk, SecurityIdentity identity) {
    this.desk = desk;
    this.identity = identity;
  }

  @GET
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "Domains and hosts to which nothing is delivered")
  public List<OperatorOrder> suspensions() {
    return desk.suspensions();
  }

  /**
   * Why a destination is suspended.
   *
   * @param note for people
   */
  record SuspendRequest(@Nullable String note) {}

  @PUT
  @Path("{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Delivers nothing to a domain; dry-run=true only says the order")
  public OperatorOrder suspend(
      @PathParam("domain") String name,
      @QueryParam(DRY_RUN) @Nullable String dryRun,
      @Nullable SuspendRequest request)
      throws InterruptedException {
    return suspended(domain(name), dryRun, request);
  }

  @PUT
  @Path("hosts/{host}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary =
          "Delivers nothing to a host, by name or address, whatever domains it takes mail for")
  public OperatorOrder suspendHost(
      @PathParam("host") String name,
      @QueryParam(DRY_RUN) @Nullable String dryRun,
      @Nullable SuspendRequest request)
      throws InterruptedException {
    return suspended(host(name), dryRun, request);
  }

  private OperatorOrder suspended(
      String subject, @Nullable String dryRun, @Nullable SuspendRequest request)
      throws InterruptedException {
    return QueryFlag.read(DRY_RUN, dryRun)
        ? desk.wouldSuspend(subject, Action.SUSPEND, operator(request))
        : desk.suspend(subject, Action.SUSPEND, operator(request));
  }

  private Desk.Operator operator(@Nullable SuspendRequest request) {
    return request == null ? Noted.by(identity) : Noted.by(identity, request.note());
  }

  @DELETE
  @Path("hosts/{host}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Delivers to a host again")
  public Response resumeHost(
      @PathParam("host") String name, @QueryParam(DRY_RUN) @Nullable String dryRun)
      throws InterruptedException {
    return resumed(host(name), dryRun);
  }

  @DELETE
  @Path("{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Delivers to a domain again")
  public Response resume(
      @PathParam("domain") String name, @QueryParam(DRY_RUN) @Nullable String dryRun)
      throws InterruptedException {
    return resumed(domain(name), dryRun);
  }

  private Response resumed(String subject, @Nullable String dryRun) throws InterruptedException {
    if (!QueryFlag.read(DRY_RUN, dryRun)) {
      desk.suspend(subject, Action.RESUME, Noted.by(identity));
    }
    return Response.noContent().build();
  }

  private static String domain(String name) {
    return DomainName.parse(name)
        .map(known -> OperatorOrder.Subject.destination(known.toString()))
        .orElseThrow(() -> BadRequest.because("not a domain"));
  }

  private static String host(String name) {
    return HostName.parse(name)
        .map(OperatorOrder.Subject::host)
        .orElseThrow(() -> BadRequest.because("neither a host's name nor an address"));
  }
}
