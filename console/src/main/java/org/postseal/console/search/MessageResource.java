package org.postseal.console.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.postseal.access.Problem;
import org.postseal.access.Problem.ProblemException;
import org.postseal.access.Role;
import org.postseal.console.index.Database;
import org.postseal.console.index.Message;

/** Messages that the index knows, for programs. */
@Path(MessageResource.ROOT + "/messages")
@Tag(name = "console")
public final class MessageResource {
  static final String ROOT = "/api/console/v1";

  private final Search search;

  MessageResource(Search search) {
    this.search = search;
  }

  /** Messages, the newest first. */
  record Listing(List<Message> messages) {}

  /** One message and what happened to it. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Detail(Message message, List<TimeLine.Step> timeLine) {}

  @GET
  @RunOnVirtualThread
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "Messages of the index that meet every criterion, the newest first")
  public Listing list(
      @BeanParam QueryWords words, @QueryParam("limit") @DefaultValue("100") int limit) {
    try {
      return new Listing(
          search.messages(Criteria.of(words.asked(), InstantSource.system()), limit));
    } catch (Criteria.UnusableException e) {
      throw new ProblemException(Problem.badRequest(String.valueOf(e.getMessage())));
    } catch (Database.AwayException _) {
      throw away();
    }
  }

  @GET
  @Path("{id}")
  @RunOnVirtualThread
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "One message of the index with its time line")
  public Detail show(@PathParam("id") String id) {
    try {
      var message =
          search
              .message(id)
              .orElseThrow(
                  () -> new ProblemException(Problem.notFound("the index has no such message")));
      return new Detail(message, TimeLine.of(search.timeLine(id)));
    } catch (Database.AwayException _) {
      throw away();
    }
  }

  private static ProblemException away() {
    return new ProblemException(Problem.unavailable("the index cannot be used now"));
  }
}
