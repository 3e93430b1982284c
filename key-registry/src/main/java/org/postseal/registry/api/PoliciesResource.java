package org.postseal.registry.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.api.SigningPolicyAnswer.Source;
import org.postseal.registry.api.SigningPolicyAnswer.Trust;
import org.postseal.registry.asking.Answer;
import org.postseal.registry.asking.AskingRoom;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.Versioned;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;

/** What domains promise about their signing. */
@Path(RegistryPaths.ROOT + "/policies")
@Tag(name = "policies")
final class PoliciesResource {

  private final Journal journal;
  private final RegistrySettings settings;

  private final AskingRoom room;

  PoliciesResource(Journal journal, AskingRoom room, RegistrySettings settings) {
    this.journal = journal;
    this.room = room;
    this.settings = settings;
  }

  @GET
  @Path("{domain}")
  @RolesAllowed({Role.VERIFIER_NAME, Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "The signing policy of a domain")
  @APIResponse(
      responseCode = "200",
      description = "the policy; none if nothing is known",
      content = @Content(schema = @Schema(implementation = SigningPolicyAnswer.class)))
  public Response find(@PathParam("domain") String asked) {
    var domain = RequestNames.domain(asked);
    long ttl = settings.ownAnswerTtl().toSeconds();
    var answer =
        DomainEntry.speakingFor(domain, name -> journal.state().domain(name).map(Versioned::value))
            .map(
                entry ->
                    new SigningPolicyAnswer(
                        domain.ascii(),
                        entry.signingPolicy(),
                        entry.testing(),
                        Source.REGISTRY,
                        Trust.OPERATOR,
                        ttl))
            .or(() -> room.pinned(domain).map(policy -> stated(domain, policy, ttl)))
            .orElseGet(
                () ->
                    new SigningPolicyAnswer(
                        domain.ascii(), SigningPolicy.NONE, false, Source.NONE, Trust.NONE, ttl));
    return Answers.kept(answer, ttl);
  }

  /** What the domain has stated before and is held to; nobody is asked for it. */
  private static SigningPolicyAnswer stated(DomainName domain, Answer.Policy policy, long ttl) {
    var pin = policy.pin();
    return new SigningPolicyAnswer(
        domain.ascii(),
        pin.signingPolicy(),
        pin.testing(),
        switch (pin.source()) {
          case SMTP -> Source.SMTP;
          case HTTPS -> Source.HTTPS;
        },
        switch (pin.trust()) {
          case T2 -> Trust.T2;
          case T3 -> Trust.T3;
        },
        ttl);
  }
}
