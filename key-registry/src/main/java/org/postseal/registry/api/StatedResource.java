package org.postseal.registry.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.postseal.access.Role;
import org.postseal.authentication.dkim.Selector;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.asking.Answer;
import org.postseal.registry.asking.AskedFor;
import org.postseal.registry.asking.AskingRoom;

/**
 * What domains of others say themselves. Only verifiers make us ask a domain: whoever asks makes us
 * connect to where the domain's owner wants.
 */
@Path(RegistryPaths.ROOT + "/stated")
@Tag(name = "stated")
final class StatedResource {
  private static final Answer SWITCHED_OFF =
      new Answer(
          new Answer.Key.NotSaid("domains are not asked here"),
          Optional.empty(),
          Optional.empty(),
          Duration.ofMinutes(1));

  private final AskingRoom room;
  private final RegistrySettings settings;

  StatedResource(AskingRoom room, RegistrySettings settings) {
    this.room = room;
    this.settings = settings;
  }

  @GET
  @Path("{domain}")
  @RunOnVirtualThread
  @RolesAllowed({Role.VERIFIER_NAME, Role.OPERATOR_NAME})
  @Operation(summary = "The signing policy of a domain, from itself")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = StatedAnswer.class)))
  @APIResponse(responseCode = "400", description = "no domain")
  public Response policy(@PathParam("domain") String domainText) {
    return answer(domainText, Optional.empty());
  }

  @GET
  @Path("{domain}/{selector}")
  @RunOnVirtualThread
  @RolesAllowed({Role.VERIFIER_NAME, Role.OPERATOR_NAME})
  @Operation(summary = "A key of a domain and its signing policy, from itself")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = StatedAnswer.class)))
  @APIResponse(responseCode = "400", description = "no selector or no domain")
  public Response key(
      @PathParam("domain") String domainText, @PathParam("selector") String selectorText) {
    return answer(domainText, Optional.of(RequestNames.selector(selectorText)));
  }

  private Response answer(String domainText, Optional<Selector> selector) {
    var domain = RequestNames.domain(domainText);
    var answer =
        room.asking()
            .map(
                asking ->
                    asking.ask(new AskedFor(domain, selector), settings.lookup().answerWithin()))
            .orElse(SWITCHED_OFF);
    var stated = StatedAnswer.of(domain.ascii(), selector.map(Selector::ascii), answer);
    return Answers.kept(stated, stated.ttl());
  }
}
