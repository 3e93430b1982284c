package org.postseal.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.postseal.access.Problem;
import org.postseal.access.QueryFlag;
import org.postseal.registry.journal.ChangeOutcome;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.Outlook;
import org.postseal.registry.journal.Refusal;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.WriterLocation;

/** Brings a change to the journal, here or at the replica that writes, and answers for it. */
@Singleton
final class Changes {

  private static final String METER = "postseal_registry_changes";
  private static final Duration ELECTION_PATIENCE = Duration.ofSeconds(5);

  private final Journal journal;
  private final Forwarding forwarding;
  private final SecurityIdentity identity;
  private final CurrentVertxRequest request;
  private final MeterRegistry meters;

  Changes(
      Journal journal,
      Forwarding forwarding,
      SecurityIdentity identity,
      CurrentVertxRequest request,
      MeterRegistry meters) {
    this.journal = journal;
    this.forwarding = forwarding;
    this.identity = identity;
    this.request = request;
    this.meters = meters;
  }

  /**
   * Makes a change; blocks.
   *
   * @param change made only where it can be decided, because a key pair takes long to make
   * @param body of the request, to be forwarded
   * @param success the answer once this replica's state has the change
   */
  Response make(
      Supplier<RegistryChange> change, Optional<Object> body, Supplier<Response> success) {
    if (!journal.isWriter() && !mayBecomeWriter()) {
      return elsewhere(journal.writerElsewhere(), body);
    }
    var author = identity.getPrincipal().getName();
    if (isDryRun()) {
      return switch (journal.consider(change.get(), author)) {
        case Outlook.WouldBeMade(var action, var before, var after) -> {
          count("considered");
          yield Response.ok(new WouldBeMade(true, action, before, after)).build();
        }
        case Outlook.WouldNot(var outcome) -> answer(outcome, body, success);
      };
    }
    return answer(journal.make(change.get(), author), body, success);
  }

  /**
   * The answer to a dry run.
   *
   * @param dryRun that nothing was changed
   * @param action what the audit would say
   * @param before the entry as it is
   * @param after the entry as it would be; what the registry picks, such as a selector or a key,
   *     may be another in the end
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record WouldBeMade(
      boolean dryRun, String action, Optional<Object> before, Optional<Object> after) {}

  /** {@code ?dry-run=true}: what would happen, and nothing does. */
  private boolean isDryRun() {
    return QueryFlag.read("dry-run", request.getCurrent().request().getParam("dry-run"));
  }

  private Response answer(
      ChangeOutcome outcome, Optional<Object> body, Supplier<Response> success) {
    return switch (outcome) {
      case ChangeOutcome.Made(var positions) -> {
        count("made");
        yield Response.fromResponse(success.get())
            .header(Forwarding.POSITIONS, positions.text())
            .build();
      }
      case ChangeOutcome.Refused(var refusal) -> {
        count("refused");
        yield problemOf(refusal).response();
      }
      case ChangeOutcome.NotTheWriter(var writer) -> elsewhere(writer, body);
      case ChangeOutcome.Unavailable(var detail) -> {
        count("unavailable");
        yield Problem.unavailable(detail).response();
      }
    };
  }

  /** Where nobody is known to forward to, the election may simply not be over yet. */
  private boolean mayBecomeWriter() {
    return journal.writerElsewhere().flatMap(WriterLocation::url).isEmpty()
        && journal.awaitOffice(ELECTION_PATIENCE);
  }

  private Response elsewhere(Optional<WriterLocation> writer, Optional<Object> body) {
    var asked = request.getCurrent().request();
    var url = writer.flatMap(WriterLocation::url);
    if (url.isEmpty() || asked.getHeader(Forwarding.FORWARDED) != null) {
      count("unavailable");
      return Problem.unavailable("no replica can write at the moment").response();
    }
    if (asked.getHeader("Authorization") == null) {
      count("redirected"); // nobody else can show the caller's certificate
      return Forwarding.Forwarded.of(asked, body)
          .at(url.get())
          .map(there -> Response.temporaryRedirect(there).build())
          .orElseGet(() -> Problem.badRequest("the request's target is no URI").response());
    }
    count("forwarded");
    return forwarding.forward(url.get(), Forwarding.Forwarded.of(asked, body));
  }

  private void count(String outcome) {
    meters.counter(METER, "outcome", outcome).increment();
  }

  private static Problem problemOf(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound(var detail) -> Problem.notFound(detail);
      case Refusal.Conflict(var detail) -> Problem.of(Response.Status.CONFLICT, detail);
      case Refusal.PreconditionFailed(var detail) ->
          Problem.of(Response.Status.PRECONDITION_FAILED, detail);
    };
  }
}
