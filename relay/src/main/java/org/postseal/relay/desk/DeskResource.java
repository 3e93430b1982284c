package org.postseal.relay.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
import org.postseal.topics.OperatorOrder.Action;

/** Mail that waits, is held or is quarantined. */
@Path(DeskResource.ROOT)
@Tag(name = "desk")
public final class DeskResource {
  static final String ROOT = "/relay/v1";

  private static final int AT_ONCE = 32;

  private final Desk desk;
  private final History history;
  private final SecurityIdentity identity;

  DeskResource(Desk desk, History history, SecurityIdentity identity) {
    this.desk = desk;
    this.history = history;
    this.identity = identity;
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
      desk.look(one(shelf(shelf), id), Noted.by(identity)).forEach(whole::writeBytes);
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
      throw BadRequest.because("an action is needed");
    }
    var action = action(shelf, request.action());
    var selection = criteria.selection();
    if (selection.isEverything() && !request.everything()) {
      throw BadRequest.because("say which messages are meant, or \"everything\": true");
    }
    if (shelf == Desk.Shelf.QUARANTINE && action == Action.RELEASE && !request.asIs()) {
      throw BadRequest.because(
          "what is released from quarantine is not judged again: say \"asIs\": true");
    }
    var operator = Noted.by(identity, request.note());
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
            () ->
                BadRequest.because(
                    "action must be one of " + possible.stream().map(Action::word).toList()));
  }
}
