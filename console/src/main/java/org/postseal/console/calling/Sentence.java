package org.postseal.console.calling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.postseal.console.index.ShownText;

/** What another service refused, as one sentence for people. Pure. */
final class Sentence {
  private static final int LONGEST = 500;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int UNAVAILABLE = 503;
  private static final int BAD_GATEWAY = 502;

  private Sentence() {}

  /**
   * A refusal.
   *
   * @param service as people know it
   * @param status it answered with
   * @param problem the body, RFC 9457 if it is one
   */
  static Answer.Refused of(String service, int status, JsonNode problem) {
    var detail = ShownText.line(problem.path("detail").asText(""), LONGEST);
    return switch (status) {
      case BAD_REQUEST, NOT_FOUND -> refused(status, started(service, detail, "refuses this"));
      case CONFLICT ->
          refused(status, "The " + service + " refuses this now" + because(detail) + ".");
      case PRECONDITION_FAILED ->
          refused(
              status,
              "This was changed or made in the meantime"
                  + because(detail)
                  + "; look at it again first.");
      case UNAUTHORIZED, FORBIDDEN ->
          refused(
              BAD_GATEWAY,
              "The "
                  + service
                  + " does not take the console's token: see postseal.console."
                  + service
                  + ".token-file.");
      case UNAVAILABLE ->
          refused(status, "The " + service + " cannot answer now" + because(detail) + ".");
      default ->
          refused(
              BAD_GATEWAY,
              "The " + service + " answered with status " + status + "; its log says why.");
    };
  }

  private static Answer.Refused refused(int status, String sentence) {
    return new Answer.Refused(status, sentence);
  }

  private static String started(String service, String detail, String otherwise) {
    return detail.isEmpty()
        ? "The " + service + " " + otherwise + "."
        : detail.substring(0, 1).toUpperCase(Locale.ROOT) + detail.substring(1) + ".";
  }

  private static String because(String detail) {
    return detail.isEmpty() ? "" : ": " + detail;
  }
}
