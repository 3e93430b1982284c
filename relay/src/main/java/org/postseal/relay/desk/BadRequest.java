package org.postseal.relay.desk;

import org.postseal.access.Problem;
import org.postseal.access.Problem.ProblemException;

/** A request that cannot be meant as it is: 400. */
final class BadRequest {
  private BadRequest() {}

  static ProblemException because(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }
}
