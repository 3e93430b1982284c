package org.postseal.console.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.Optional;
import org.postseal.access.Role;
import org.postseal.console.calling.Caller;

/** Who asks for a page; templates see it too. */
@RequestScoped
@Named("visitor")
public class Visitor {
  private Optional<Sessions.Session> session = Optional.empty();

  void is(Sessions.Session known) {
    session = Optional.of(known);
  }

  /** What the forms of this session say, see {@link Gatekeeper}. */
  public String formToken() {
    return session.map(Sessions.Session::formToken).orElse("");
  }

  /** Whether this is an operator. */
  public boolean mayAct() {
    return session.filter(known -> known.role() == Role.OPERATOR).isPresent();
  }

  /** For the audit. */
  public String name() {
    return session.map(Sessions.Session::name).orElse("");
  }

  /** As whom other services are asked. */
  public Caller caller() {
    return new Caller("console/" + name(), mayAct() ? Role.OPERATOR : Role.VIEWER);
  }
}
