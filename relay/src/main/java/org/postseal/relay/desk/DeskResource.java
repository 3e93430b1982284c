package org.postseal.relay.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem;
import org.postseal.access.Problem.ProblemException;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.OperatorOrder.Action;

/** Mail that waits, is held or is quarantined; and destinations that get none. */
@Path(DeskResource.ROOT)
@Tag(name = "desk")
public final class DeskResource {
  static final String ROOT = "/relay/v1";

  private static final int MOST_NOTE = 1000;
  private static final int AT_ONCE = 32;

  private final Desk desk;
  private final History history;
  private final SecurityIdentity identity;

  DeskResource(Desk desk, History history, SecurityIdentity identity) {
    this.desk = desk;
    this.history = history;
    this.identity = identity;
  }

  /** Which messages, in the query of a request. */
  public static final class Criteria {
    @QueryParam("id")
    @Nullable String id;

    @QueryParam("domain")
    @Nullable String domain;

    @QueryParam("sender")
    @Nullable String sender;

    @QueryParam("recipient")
    @Nullable String recipient;

    @QueryParam("reason")
    @Nullable String reason;

    @QueryParam("host")
    @Nullable String host;

    @QueryParam("older-than")
    @Nullable String olderThan;

    Selection selection() {
      return new Selection(
          Optional.ofNullable(id),
          Optional.ofNullable(domain),
          Optional.ofNullable(sender),
          Optional.ofNullable(recipient),
          Optional.ofNullable(reason),
          Optional.ofNullable(host).map(name -> HostName.parse(name).orElse(name)),
          Optional.ofNullable(olderThan).map(DeskResource::duration));
    }
  }

  /**
   * Messages.
   *
   * @param total how many there are that are meant
   * @param messages the oldest of them, up to the limit
   */
  record Listing(int total, List<EntryView> messages) {}

  /**
   * One message with what happened to it.
   *
   * @param header its header section
   * @param history the events about it, the oldest first
   */
  record Detail(EntryView message, String header, List<Object> history) {}

  /**
   * What to do.
   *
   * @param action retry, hold, release, bounce or drop
   * @param note for the audit
   * @param dryRun whether to say only what would be done
   * @param everything whether it is meant that no criterion was given
   * @param asIs of a release from quarantine, which has to say so: without being judged again
   */
  record ActRequest(
      String action, @Nullable String note, boolean dryRun, boolean everything, boolean asIs) {}

  /** What became of one message. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ActView(String id, Optional<String> becomes, Optional<String> failure) {}

  /**
   * What was done.
   *
   * @param dryRun whether nothing was
   */
  record ActAnswer(String action, boolean dryRun, int done, int failed, List<ActView> messages) {}

  @GET
  @Path("{shelf}")
  @RunOnVirtualThread
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "Messages of queue, held or quarantine, the oldest first")
  public Listing list(
      @PathParam("shelf") String shelf,
      @BeanParam Criteria criteria,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    var found = find(shelf(shelf), criteria.selection());
    return new Listing(
        found.size(), found.stream().limit(Math.max(0, limit)).map(EntryView::of).toList());
  }

  @GET
  @Path("{shelf}/{id}")
  @RunOnVirtualThread
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "One message with its header section and its history")
  public Detail show(@PathParam("shelf") String shelf, @PathParam("id") String id)
      throws InterruptedException {
    var entry = one(shelf(shelf), id);
    return new Detail(
        EntryView.of(entry),
        new String(desk.header(entry), StandardCharsets.UTF_8),
        List.copyOf(history.of(entry)));
  }

  @GET
  @Path("{shelf}/{id}/content")
  @Produces("message/rfc822")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "The whole message; that somebody looked is audited")
  public byte[] content(@PathParam("shelf") String shelf, @PathParam("id") String id)
      throws InterruptedException {
    var whole = new ByteArrayOutputStream();
    try {
      desk.look(one(shelf(shelf), id), operator("")).forEach(whole::writeBytes);
    } catch (RecordsAt.GoneException e) {
      throw new ProblemException(Problem.notFound(String.valueOf(e.getMessage())));
    }
    return whole.toByteArray();
  }

  @POST
  @Path("{shelf}/actions")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Does something with all messages that are meant")
  public ActAnswer act(
      @PathParam("shelf") String shelfName,
      @BeanParam Criteria criteria,
      @Nullable ActRequest request)
      throws InterruptedException {
    var shelf = shelf(shelfName);
    if (request == null) {
      throw bad("an action is needed");
    }
    var action = action(shelf, request.action());
    var selection = criteria.selection();
    if (selection.isEverything() && !request.everything()) {
      throw bad("say which messages are meant, or \"everything\": true");
    }
    if (shelf == Desk.Shelf.QUARANTINE && action == Action.RELEASE && !request.asIs()) {
      throw bad("what is released from quarantine is not judged again: say \"asIs\": true");
    }
    var operator = operator(Optional.ofNullable(request.note()).orElse(""));
    var entries = find(shelf, selection);
    var acts =
        request.dryRun()
            ? entries.stream()
                .map(entry -> new Desk.Act(entry, Optional.empty(), Optional.empty()))
                .toList()
            : acts(entries, action, operator);
    long failed = acts.stream().filter(act -> act.failure().isPresent()).count();
    return new ActAnswer(
        action.word(),
        request.dryRun(),
        (int) (acts.size() - failed),
        (int) failed,
        acts.stream()
            .map(
                act ->
                    new ActView(
                        act.entry().transactionId().value(),
                        act.becomes().map(Object::toString),
                        act.failure()))
            .toList());
  }

  /** Some at a time, each safe before it counts as done. */
  private List<Desk.Act> acts(List<Entry> entries, Action action, Desk.Operator operator)
      throws InterruptedException {
    var places = new Semaphore(AT_ONCE);
    var acts = new ArrayList<Desk.Act>(entries.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Desk.Act>>(entries.size());
      for (var entry : entries) {
        places.acquire();
        running.add(
            threads.submit(
                () -> {
                  try {
                    return desk.act(entry, action, operator);
                  } finally {
                    places.release();
                  }
                }));
      }
      for (var each : running) {
        try {
          acts.add(each.get());
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    }
    return acts;
  }

  @GET
  @Path("suspensions")
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
  @Path("suspensions/{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Delivers nothing to a domain")
  public OperatorOrder suspend(@PathParam("domain") String name, @Nullable SuspendRequest request)
      throws InterruptedException {
    return desk.suspend(domain(name), Action.SUSPEND, operator(note(request)));
  }

  @PUT
  @Path("suspensions/hosts/{host}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary =
          "Delivers nothing to a host, by name or address, whatever domains it takes mail for")
  public OperatorOrder suspendHost(@PathParam("host") String name, @Nullable SuspendRequest request)
      throws InterruptedException {
    return desk.suspend(host(name), Action.SUSPEND, operator(note(request)));
  }

  private static String note(@Nullable SuspendRequest request) {
    return request == null ? "" : Optional.ofNullable(request.note()).orElse("");
  }

  @DELETE
  @Path("suspensions/hosts/{host}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Delivers to a host again")
  public Response resumeHost(@PathParam("host") String name) throws InterruptedException {
    desk.suspend(host(name), Action.RESUME, operator(""));
    return Response.noContent().build();
  }

  @DELETE
  @Path("suspensions/{domain}")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Delivers to a domain again")
  public Response resume(@PathParam("domain") String name) throws InterruptedException {
    desk.suspend(domain(name), Action.RESUME, operator(""));
    return Response.noContent().build();
  }

  private List<Entry> find(Desk.Shelf shelf, Selection selection) {
    try {
      return desk.find(shelf, selection);
    } catch (TopicView.AwayException e) {
      throw new ProblemException(Problem.unavailable(String.valueOf(e.getMessage())));
    }
  }

  private Entry one(Desk.Shelf shelf, String id) {
    return find(shelf, Selection.of(id)).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.notFound(
                        "no message " + id + " in " + shelf.name().toLowerCase(Locale.ROOT))));
  }

  private static Desk.Shelf shelf(String name) {
    return switch (name) {
      case "queue" -> Desk.Shelf.QUEUE;
      case "held" -> Desk.Shelf.HELD;
      case "quarantine" -> Desk.Shelf.QUARANTINE;
      default -> throw new ProblemException(Problem.notFound("queue, held or quarantine"));
    };
  }

  private static Action action(Desk.Shelf shelf, @Nullable String word) {
    var possible =
        switch (shelf) {
          case QUEUE -> List.of(Action.RETRY, Action.HOLD, Action.BOUNCE, Action.DROP);
          case HELD, QUARANTINE -> List.of(Action.RELEASE, Action.BOUNCE, Action.DROP);
        };
    return possible.stream()
        .filter(action -> action.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> bad("action must be one of " + possible.stream().map(Action::word).toList()));
  }

  private Desk.Operator operator(String note) {
    if (note.length() > MOST_NOTE) {
      throw bad("the note is longer than " + MOST_NOTE + " characters");
    }
    return new Desk.Operator(identity.getPrincipal().getName(), note);
  }

  private static String domain(String name) {
    return DomainName.parse(name)
        .map(known -> OperatorOrder.Subject.destination(known.toString()))
        .orElseThrow(() -> bad("not a domain"));
  }

  private static String host(String name) {
    return HostName.parse(name)
        .map(OperatorOrder.Subject::host)
        .orElseThrow(() -> bad("neither a host's name nor an address"));
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException _) {
      throw bad("older-than is a duration such as PT4H");
    }
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }
}
