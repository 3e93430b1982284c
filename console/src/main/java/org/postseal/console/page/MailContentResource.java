package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.postseal.console.calling.Answer;
import org.postseal.console.calling.Call;
import org.postseal.console.calling.Content;
import org.postseal.console.calling.Services;

/** The content of mail that waits, is held or in quarantine. The relay audits each look at it. */
@Path(MailResource.ROOT)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@SignedIn
public final class MailContentResource {
  private final Services services;
  private final Visitor visitor;
  private final Rendering rendering;
  private final NamedMail named;
  private final Template page;

  MailContentResource(
      Services services,
      Visitor visitor,
      Rendering rendering,
      NamedMail named,
      @Location("console/content.html") Template page) {
    this.services = services;
    this.visitor = visitor;
    this.rendering = rendering;
    this.named = named;
    this.page = page;
  }

  /** Its beginning, as text. */
  @POST
  @Path("{shelf}/{id}/look")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response look(@PathParam("shelf") String word, @PathParam("id") String id) {
    return opened(word, id, this::preview);
  }

  private Response preview(NamedMail.Message message, InputStream octets) {
    try (octets) {
      var preview = Preview.of(octets.readNBytes(Preview.READ));
      var shown =
          page.data("page", message.page())
              .data("id", message.id())
              .data("text", preview.text())
              .data("cut", preview.isCut());
      return Response.ok(shown.render()).build();
    } catch (IOException _) {
      return rendering.refused(
          new Answer.Refused(
              Response.Status.SERVICE_UNAVAILABLE.getStatusCode(),
              "The relay broke off in the middle of the message; try again in a moment."));
    }
  }

  /** What comes is a file, never something that a browser shows. */
  @POST
  @Path("{shelf}/{id}/download")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response download(@PathParam("shelf") String word, @PathParam("id") String id) {
    return opened(
        word,
        id,
        (message, octets) ->
            Response.ok(octets, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Disposition", "attachment; filename=\"" + message.id() + ".eml\"")
                .build());
  }

  private Response opened(
      String word, String id, BiFunction<NamedMail.Message, InputStream, Response> shown) {
    return named.about(
        word,
        id,
        message -> {
          var call = Call.get(message.path() + "/content");
          return switch (services.relay().open(call, visitor.caller())) {
            case Answer.Refused refused -> rendering.refused(refused);
            case Content.Open(var octets) -> shown.apply(message, octets);
          };
        });
  }
}
