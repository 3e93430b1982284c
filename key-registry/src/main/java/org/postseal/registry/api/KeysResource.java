package org.postseal.registry.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem;
import org.postseal.access.QueryFlag;
import org.postseal.access.Role;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.RegistryChange.FirstState;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.PublicRecords;
import org.postseal.registry.publication.Sighting;
import org.postseal.registry.publication.ZoneText;

/** Our signing keys and their life; never their private halves. */
@Path(RegistryPaths.ROOT + "/keys")
@Tag(name = "keys")
final class KeysResource {

  private final Journal journal;
  private final Changes changes;
  private final RegistrySettings settings;
  private final PublicRecords records;

  KeysResource(Journal journal, Changes changes, RegistrySettings settings, PublicRecords records) {
    this.journal = journal;
    this.changes = changes;
    this.settings = settings;
    this.records = records;
  }

  /**
   * A key to be made.
   *
   * @param domain of ours
   * @param algorithm {@code rsa-2048} or {@code ed25519}
   * @param selector never used before in this domain; the registry picks one if absent
   * @param activate {@code now} to sign with it at once, which needs {@code force}
   * @param force signs before anybody can have seen its record
   */
  record KeyRequest(
      @Nullable String domain,
      @Nullable String algorithm,
      Optional<String> selector,
      Optional<String> activate,
      boolean force) {}

  @GET
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "All keys, or those of one domain")
  public List<KeyView> list(@QueryParam("domain") @Nullable String domain) {
    var keys =
        domain == null ? journal.state().keys() : journal.state().keys(RequestNames.domain(domain));
    return keys.stream().map(Versioned::value).map(KeyView::of).toList();
  }

  @GET
  @Path("{keyId}")
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "One key, with its version as entity tag")
  public Response get(@PathParam("keyId") String keyId) {
    return present(keyId);
  }

  @POST
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Makes a key pair for a domain; with activate=now and force it signs at once")
  public Response create(@Nullable KeyRequest request) {
    if (request == null) {
      throw RequestNames.bad("a body is needed");
    }
    var domain = RequestNames.domain(request.domain());
    var algorithm = RequestNames.algorithm(request.algorithm());
    var selector = request.selector().map(RequestNames::selector);
    var firstState = firstState(request.activate(), request.force());
    var keyId = UUID.randomUUID().toString();
    return changes.make(
        () ->
            new RegistryChange.AddKey(
                keyId, domain, selector, NewKeyPair.generate(algorithm), firstState),
        Optional.of(request),
        () ->
            Response.fromResponse(present(keyId))
                .status(Response.Status.CREATED)
                .location(URI.create(RegistryPaths.ROOT + "/keys/" + keyId))
                .build());
  }

  private static FirstState firstState(Optional<String> activate, boolean force) {
    return switch (activate.orElse("")) {
      case "" -> FirstState.ANNOUNCED;
      case "now" -> {
        if (!force) {
          throw RequestNames.bad(
              "nobody can have seen the record of a new key: activate it when it is published, or"
                  + " force it, and its mail fails at strangers until the record is there");
        }
        yield FirstState.ACTIVE;
      }
      default -> throw RequestNames.bad("activate can only be now");
    };
  }

  @POST
  @Path("{keyId}/activate")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary =
          "Signs with it from now on; its predecessor retires in the same moment. 409 unless the"
              + " public DNS has its record, or force=true")
  public Response activate(
      @PathParam("keyId") String keyId,
      @QueryParam("force") @Nullable String force,
      @HeaderParam("If-Match") @Nullable String ifMatch) {
    if (QueryFlag.read("force", force)) {
      return move(keyId, KeyTransition.FORCE, ifMatch);
    }
    var precondition = RequestNames.precondition(ifMatch, null);
    return changes.make(
        () ->
            new RegistryChange.SeeKey(keyId, sighting(keyId), KeyTransition.ACTIVATE, precondition),
        Optional.empty(),
        () -> present(keyId));
  }

  /** Only of a key that may be activated: of others the rules do not ask. */
  private Sighting sighting(String keyId) {
    return journal
        .state()
        .key(keyId)
        .map(Versioned::value)
        .filter(
            key ->
                key.state() instanceof KeyState.Announced
                    || key.state() instanceof KeyState.Published)
        .map(records::look)
        .orElseGet(() -> Sighting.none(Instant.now()));
  }

  @POST
  @Path("{keyId}/retire")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Signs with it no more; its record stays while mail is in flight")
  public Response retire(
      @PathParam("keyId") String keyId, @HeaderParam("If-Match") @Nullable String ifMatch) {
    return move(keyId, KeyTransition.RETIRE, ifMatch);
  }

  @POST
  @Path("{keyId}/revoke")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary =
          "Its record says from now on that it is void (empty p=). 409 while it signs and for 14"
              + " days after, or force=true: the emergency, at once")
  public Response revoke(
      @PathParam("keyId") String keyId,
      @QueryParam("force") @Nullable String force,
      @HeaderParam("If-Match") @Nullable String ifMatch) {
    return move(
        keyId,
        QueryFlag.read("force", force) ? KeyTransition.REVOKE_AT_ONCE : KeyTransition.REVOKE,
        ifMatch);
  }

  @GET
  @Path("{keyId}/dns")
  @Produces(MediaType.TEXT_PLAIN)
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "The key's record, as text for a zone file")
  public Response zoneText(@PathParam("keyId") String keyId) {
    return journal
        .state()
        .key(keyId)
        .map(key -> Response.ok(ZoneText.of(List.of(key.value()), settings.keyRecordTtl())).build())
        .orElseGet(() -> Problem.notFound("no such key").response());
  }

  private Response move(String keyId, KeyTransition transition, @Nullable String ifMatch) {
    var precondition = RequestNames.precondition(ifMatch, null);
    return changes.make(
        () -> new RegistryChange.MoveKey(keyId, transition, precondition),
        Optional.empty(),
        () -> present(keyId));
  }

  private Response present(String keyId) {
    return journal
        .state()
        .key(keyId)
        .map(KeysResource::entity)
        .orElseGet(() -> Problem.notFound("no such key").response());
  }

  private static Response entity(Versioned<SigningKey> key) {
    return Answers.entity(new Versioned<>(KeyView.of(key.value()), key.version()));
  }
}
