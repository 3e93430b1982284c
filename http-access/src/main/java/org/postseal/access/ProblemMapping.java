package org.postseal.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.postseal.access.Problem.ProblemException;

/** Every refusal as problem+json. */
final class ProblemMapping {
  private static final Logger LOG = Logger.getLogger(ProblemMapping.class);

  @ServerExceptionMapper
  Response refused(ProblemException e) {
    return e.problem().response();
  }

  @ServerExceptionMapper
  Response noToken(UnauthorizedException e) {
    return Problem.of(
            Response.Status.UNAUTHORIZED,
            "a bearer token is needed, or a client certificate where that is set up")
        .response();
  }

  @ServerExceptionMapper
  Response wrongToken(AuthenticationFailedException e) {
    return Problem.of(
            Response.Status.UNAUTHORIZED, "the bearer token, or the certificate, is unknown")
        .response();
  }

  @ServerExceptionMapper
  Response wrongRole(ForbiddenException e) {
    return Problem.of(
            Response.Status.FORBIDDEN,
            "the role of the token, or of the certificate, does not allow this")
        .response();
  }

  /** A body that is JSON, but not what the resource takes; the text of the body is not repeated. */
  @ServerExceptionMapper
  Response wrongBody(MismatchedInputException e) {
    return wrongField(e);
  }

  /** A body that is no JSON, or deeper or longer than is read. */
  @ServerExceptionMapper
  Response noJson(JsonProcessingException e) {
    return Problem.badRequest("the body is not JSON that is read here").response();
  }

  /** Ours to mend: nothing of it is told but to the log. */
  @ServerExceptionMapper
  Response unexpected(RuntimeException e) {
    LOG.error("a request ended in an error", e);
    return Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "an internal error").response();
  }

  private static Response wrongField(JsonMappingException e) {
    return Problem.badRequest(WrongField.explained(e)).response();
  }

  @ServerExceptionMapper
  Response anyOther(WebApplicationException e) {
    if (e.getCause() instanceof JsonMappingException body) {
      return wrongField(body);
    }
    var status = e.getResponse().getStatusInfo();
    return Problem.of(status, status.getReasonPhrase()).response();
  }
}
