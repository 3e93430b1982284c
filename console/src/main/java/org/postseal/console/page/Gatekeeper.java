package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Lets nobody see a page who has not signed in, takes forms only from pages of the same session,
 * and lets only operators do anything but look and sign out.
 */
@Singleton
final class Gatekeeper {
  static final String COOKIE = "postseal-console";

  /** The field of each form. */
  static final String FORM_TOKEN = "form-token";

  private final SignInLink link;
  private final Visitor visitor;
  private final Template signIn;
  private final Template trouble;

  Gatekeeper(
      SignInLink link,
      Visitor visitor,
      @Location("console/sign-in.html") Template signIn,
      @Location("console/trouble.html") Template trouble) {
    this.link = link;
    this.visitor = visitor;
    this.signIn = signIn;
    this.trouble = trouble;
  }

  @ServerRequestFilter
  @SignedIn
  @WithFormRead
  Optional<Response> refusal(ResteasyReactiveContainerRequestContext request) {
    var cookie = request.getCookies().get(COOKIE);
    var session =
        Optional.ofNullable(cookie).flatMap(known -> link.sessions().find(known.getValue()));
    if (session.isEmpty()) {
      return html(Response.Status.UNAUTHORIZED, signIn.data("wrong", false).render());
    }
    visitor.is(session.get());
    if (request.getMethod().equals(HttpMethod.GET) || request.getMethod().equals(HttpMethod.HEAD)) {
      return Optional.empty();
    }
    if (!isOfThisSession(request, session.get())) {
      return refused("This form is not from a page of your session: open the page again.");
    }
    boolean leaves = request.getUriInfo().getPath().equals(SignInResource.SIGN_OUT);
    return leaves || visitor.mayAct()
        ? Optional.empty()
        : refused("You signed in as a viewer: only operators may do this.");
  }

  private static boolean isOfThisSession(
      ResteasyReactiveContainerRequestContext request, Sessions.Session session) {
    var fields = (ResteasyReactiveRequestContext) request.getServerRequestContext();
    return fields.getFormParameter(FORM_TOKEN, true, false) instanceof String said
        && MessageDigest.isEqual(
            said.getBytes(StandardCharsets.UTF_8),
            session.formToken().getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Response> refused(String sentence) {
    return html(Response.Status.FORBIDDEN, trouble.data("text", sentence).render());
  }

  private static Optional<Response> html(Response.Status status, String page) {
    return Optional.of(
        Response.status(status).type(MediaType.TEXT_HTML + ";charset=UTF-8").entity(page).build());
  }
}
