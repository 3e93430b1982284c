package org.postseal.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem;
import org.postseal.access.Problem.ProblemException;
import org.postseal.access.Role;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.blocklist.BlockedLine;
import org.postseal.registry.blocklist.DnsblZone;
import org.postseal.registry.blocklist.ListReading;
import org.postseal.registry.blocklist.PlainList;
import org.postseal.registry.blocklist.ZoneReading;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.Versioned;
import org.postseal.topics.BlockedName;
import org.postseal.topics.BlocklistEntry;

/** Domains and networks an operator has given up on. */
@Path(RegistryPaths.ROOT + "/blocklist")
@Tag(name = "blocklist")
final class BlocklistResource {

  private final Journal journal;
  private final Changes changes;
  private final RegistrySettings settings;

  BlocklistResource(Journal journal, Changes changes, RegistrySettings settings) {
    this.journal = journal;
    this.changes = changes;
    this.settings = settings;
  }

  /**
   * Why a domain or network is blocked.
   *
   * @param reason for people; at most 1000 characters
   * @param expires from when on it counts no more; absent: never
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT) // replicas of an earlier release know no expires
  record BlockRequest(@Nullable String reason, Optional<Instant> expires) {}

  /**
   * A list to be put on the blocklist, all of it or nothing.
   *
   * @param format {@code plain} or {@code dnsbl}
   * @param zone the name of the zone, of {@code dnsbl} alone
   * @param reason of lines that say none
   * @param text of the list
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ImportRequest(
      @Nullable String format,
      Optional<String> zone,
      Optional<String> reason,
      @Nullable String text) {}

  /** How many names a list put on the blocklist, or confirmed. */
  record ImportAnswer(int names) {}

  @GET
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME, Role.VERIFIER_NAME})
  @Operation(
      summary = "The whole list, by name; format=plain or format=dnsbl with zone=… give it as text")
  public Response list(
      @QueryParam("format") @Nullable String format, @QueryParam("zone") @Nullable String zone) {
    var entries = journal.state().blocklist().stream().map(Versioned::value).toList();
    return switch (format) {
      case null -> Response.ok(entries, MediaType.APPLICATION_JSON_TYPE).build();
      case "plain" -> text(PlainList.write(lines(entries)), "text/plain");
      case "dnsbl" ->
          text(
              DnsblZone.write(
                  RequestNames.domain(Optional.ofNullable(zone).orElseThrow(this::zoneMissing)),
                  lines(entries),
                  Instant.now()),
              "text/dns");
      default -> throw RequestNames.bad("format is neither plain nor dnsbl");
    };
  }

  private ProblemException zoneMissing() {
    return RequestNames.bad("zone is needed for dnsbl: the name of the blocklist's zone");
  }

  private static List<BlockedLine> lines(List<BlocklistEntry> entries) {
    return entries.stream().map(BlockedLine::of).toList();
  }

  private static Response text(String text, String type) {
    return Response.ok(text, type + ";charset=utf-8").build();
  }

  @GET
  @Path("{name:.+}")
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME, Role.VERIFIER_NAME})
  @Operation(summary = "One entry, with its version as entity tag")
  public Response get(@PathParam("name") String name) {
    return present(name(name));
  }

  @PUT
  @Path("{name:.+}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary =
          "Puts a domain or a network on the list; If-Match and If-None-Match: * are honoured")
  public Response put(
      @PathParam("name") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      @Nullable BlockRequest request) {
    var blocked = name(name);
    if (request == null || request.reason() == null || request.reason().isBlank()) {
      throw RequestNames.bad("a reason is needed");
    }
    var line = new BlockedLine(blocked, reason(request.reason()), request.expires());
    if (line.expires().filter(Instant.now()::isAfter).isPresent()) {
      throw RequestNames.bad("expires is in the past");
    }
    var precondition = RequestNames.precondition(ifMatch, ifNoneMatch);
    return changes.make(
        () -> new RegistryChange.PutOnBlocklist(line, precondition),
        Optional.of(request),
        () -> present(blocked));
  }

  @DELETE
  @Path("{name:.+}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Takes a domain or a network off the list; If-Match is honoured")
  public Response delete(
      @PathParam("name") String name, @HeaderParam("If-Match") @Nullable String ifMatch) {
    var blocked = name(name);
    var precondition = RequestNames.precondition(ifMatch, null);
    return changes.make(
        () -> new RegistryChange.TakeOffBlocklist(blocked, precondition),
        Optional.empty(),
        () -> Response.noContent().build());
  }

  @POST
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary =
          "Puts a list on the blocklist, all or nothing; 400 names the lines that cannot be read")
  public Response bringIn(@Nullable ImportRequest request) {
    if (request == null || request.text() == null) {
      throw RequestNames.bad("text is needed: the list");
    }
    var longest = settings.blocklist().importSize().asLongValue();
    if (request.text().length() > longest) {
      throw RequestNames.bad("text is longer than " + longest + " characters");
    }
    var lines = read(request, request.text());
    return changes.make(
        () -> new RegistryChange.ImportBlocklist(lines),
        Optional.of(request),
        () -> Response.ok(new ImportAnswer(lines.size())).build());
  }

  private List<BlockedLine> read(ImportRequest request, String text) {
    var reason = request.reason().filter(r -> !r.isBlank()).map(BlocklistResource::reason);
    var reading =
        switch (request.format()) {
          case "plain" -> PlainList.read(text, reason);
          case "dnsbl" ->
              ZoneReading.read(
                  text, RequestNames.domain(request.zone().orElseThrow(this::zoneMissing)), reason);
          case null, default -> throw RequestNames.bad("format is neither plain nor dnsbl");
        };
    return switch (reading) {
      case ListReading.Read(var lines) -> lines;
      case ListReading.Malformed(var defects) -> throw RequestNames.bad(defects);
    };
  }

  private static String reason(String reason) {
    if (reason.length() > BlockedLine.MAX_REASON) {
      throw RequestNames.bad("the reason is longer than " + BlockedLine.MAX_REASON + " characters");
    }
    return reason;
  }

  private static BlockedName name(String text) {
    return switch (BlockedName.read(text)) {
      case BlockedName.Reading.Read(var name) -> name;
      case BlockedName.Reading.Malformed(var defect) ->
          throw RequestNames.bad("the name " + defect);
    };
  }

  private Response present(BlockedName name) {
    return journal
        .state()
        .blocklisted(name)
        .map(Answers::entity)
        .orElseGet(() -> Problem.notFound(name.text() + " is not on the blocklist").response());
  }
}
