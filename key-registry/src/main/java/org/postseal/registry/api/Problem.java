package org.postseal.registry.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Why a request was not done, RFC 9457.
 *
 * @param type {@code about:blank}: the status says it all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail for whoever asked
 */
public record Problem(String type, String title, int status, String detail) {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final int RETRY_AFTER_SECONDS = 2;

  static Problem of(Response.StatusType status, String detail) {
    return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail);
  }

  static Problem badRequest(String detail) {
    return of(Response.Status.BAD_REQUEST, detail);
  }

  static Problem notFound(String detail) {
    return of(Response.Status.NOT_FOUND, detail);
  }

  static Problem unavailable(String detail) {
    return of(Response.Status.SERVICE_UNAVAILABLE, detail);
  }

  Response response() {
    var response = Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    if (status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
      response.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
      response.header("WWW-Authenticate", "Bearer");
    }
    return response.build();
  }

  /** Ends a request from within; caught by {@link ProblemMapping} and nobody else. */
  static final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    ProblemException(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
