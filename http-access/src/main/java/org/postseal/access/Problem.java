package org.postseal.access;

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

  /** Its media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final int RETRY_AFTER_SECONDS = 2;

  /** With a status. */
  public static Problem of(Response.StatusType status, String detail) {
    return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail);
  }

  /** 400. */
  public static Problem badRequest(String detail) {
    return of(Response.Status.BAD_REQUEST, detail);
  }

  /** 404. */
  public static Problem notFound(String detail) {
    return of(Response.Status.NOT_FOUND, detail);
  }

  /** 503, to be asked again soon. */
  public static Problem unavailable(String detail) {
    return of(Response.Status.SERVICE_UNAVAILABLE, detail);
  }

  /** The response that says so. */
  public Response response() {
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
  public static final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public ProblemException(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    /** What is wrong. */
    public Problem problem() {
      return problem;
    }
  }
}
