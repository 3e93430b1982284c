package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.postseal.console.ConsoleSettings;

/** Signing in and out, and the style sheet. */
@Path(PageResource.ROOT)
public final class SignInResource {
  static final String SIGN_OUT = PageResource.ROOT + "/sign-out";

  private final ConsoleSettings settings;
  private final SignInLink link;
  private final Template signIn;

  SignInResource(
      ConsoleSettings settings,
      SignInLink link,
      @Location("console/sign-in.html") Template signIn) {
    this.settings = settings;
    this.link = link;
    this.signIn = signIn;
  }

  @GET
  @Path("sign-in")
  @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response signIn(@QueryParam("token") @Nullable String token) {
    return link.open(token == null ? "" : token)
        .map(session -> home().cookie(cookie(session, (int) settings.session().toSeconds())))
        .orElseGet(
            () ->
                Response.status(Response.Status.UNAUTHORIZED)
                    .entity(signIn.data("wrong", true).render()))
        .build();
  }

  @POST
  @Path("sign-out")
  @SignedIn
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response signOut(@CookieParam(Gatekeeper.COOKIE) @Nullable String session) {
    if (session != null) {
      link.sessions().close(session);
    }
    return home().cookie(cookie("", 0)).build();
  }

  @GET
  @Path("style.css")
  @Produces("text/css;charset=UTF-8")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public byte[] style() {
    try (var in = SignInResource.class.getResourceAsStream("style.css")) {
      if (in == null) {
        throw new IllegalStateException("the style sheet is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response.ResponseBuilder home() {
    return Response.seeOther(URI.create(PageResource.ROOT));
  }

  private static NewCookie cookie(String value, int seconds) {
    return new NewCookie.Builder(Gatekeeper.COOKIE)
        .value(value)
        .path(PageResource.ROOT)
        .maxAge(seconds)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
