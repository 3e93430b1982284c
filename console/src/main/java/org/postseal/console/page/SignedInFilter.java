package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Lets nobody else see a page. */
@Provider
@SignedIn
final class SignedInFilter implements ContainerRequestFilter {
  static final String COOKIE = "postseal-console";

  private final SignInLink link;
  private final Template signIn;

  SignedInFilter(SignInLink link, @Location("console/sign-in.html") Template signIn) {
    this.link = link;
    this.signIn = signIn;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var cookie = request.getCookies().get(COOKIE);
    if (cookie == null || !link.sessions().isOpen(cookie.getValue())) {
      request.abortWith(
          Response.status(Response.Status.UNAUTHORIZED)
              .type(MediaType.TEXT_HTML + ";charset=UTF-8")
              .entity(signIn.data("wrong", false).render())
              .build());
    }
  }
}
