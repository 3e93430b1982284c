package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.postseal.console.calling.Answer;
import org.postseal.console.calling.Call;
import org.postseal.console.calling.ServiceCalls;
import org.postseal.console.calling.Services;

/** Queue, held mail and quarantine, by the relay's API. */
@Path(MailResource.ROOT)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@SignedIn
public final class MailResource {
  static final String ROOT = PageResource.ROOT + "/mail";

  private static final int SHOWN = 200;

  private final Services services;
  private final Visitor visitor;
  private final Rendering rendering;
  private final NamedMail named;
  private final Pages pages;

  /** Their templates. */
  @Singleton
  static final class Pages {
    @Location("console/mail.html")
    Template list;

    @Location("console/waiting.html")
    Template one;

    @Location("console/sure.html")
    Template sure;
  }

  MailResource(
      Services services, Visitor visitor, Rendering rendering, NamedMail named, Pages pages) {
    this.services = services;
    this.visitor = visitor;
    this.rendering = rendering;
    this.named = named;
    this.pages = pages;
  }

  /** What a form about one message or many says. */
  public static final class Order {
    @FormParam("action")
    @Nullable String action;

    @FormParam("note")
    @Nullable String note;

    @FormParam("sure")
    @Nullable String sure;

    boolean isSure() {
      return sure != null;
    }

    /** As the relay takes it. */
    Call call(Shelf shelf, String query, boolean everything) {
      var body =
          ServiceCalls.JSON
              .createObjectNode()
              .put("action", action == null ? "" : action)
              .put("note", note == null ? "" : note.strip())
              .put("dryRun", !isSure())
              .put("everything", everything)
              .put("asIs", shelf == Shelf.QUARANTINE && "release".equals(action));
      return Call.post("/" + shelf.word() + "/actions" + query, body);
    }
  }

  @GET
  @Path("{shelf}")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response list(@PathParam("shelf") String word, @BeanParam MailWords words) {
    return named.on(
        word,
        shelf -> {
          var call = Call.get("/" + shelf.word() + "?limit=" + SHOWN + "&" + words.query());
          return rendering.told(
              services.relay().send(call, visitor.caller()), it -> list(shelf, words, it));
        });
  }

  private TemplateInstance list(Shelf shelf, MailWords words, Answer.Done told) {
    var messages = told.body().path("messages");
    return pages
        .list
        .data("shelf", shelf)
        .data("shelves", Shelf.values())
        .data("words", words.all().entrySet())
        .data("total", told.body().path("total").asInt())
        .data("most", SHOWN)
        .data(
            "rows",
            StreamSupport.stream(messages.spliterator(), false)
                .map(message -> MailRow.of(shelf, message))
                .toList());
  }

  @GET
  @Path("{shelf}/{id}")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response one(@PathParam("shelf") String word, @PathParam("id") String id) {
    return named.about(
        word,
        id,
        message ->
            rendering.told(
                services.relay().send(Call.get(message.path()), visitor.caller()),
                it -> one(message, it)));
  }

  private TemplateInstance one(NamedMail.Message message, Answer.Done told) {
    var header = Preview.of(told.body().path("header").asText("").getBytes(StandardCharsets.UTF_8));
    return pages
        .one
        .data("shelf", message.shelf())
        .data("page", message.page())
        .data("row", MailRow.of(message.shelf(), told.body().path("message")))
        .data("header", header.text())
        .data("cut", header.isCut());
  }

  /** One message: done at once, for its page has said what it is about. */
  @POST
  @Path("{shelf}/{id}/act")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response act(
      @PathParam("shelf") String word, @PathParam("id") String id, @BeanParam Order order) {
    order.sure = "yes";
    return named.about(
        word,
        id,
        message -> {
          var call = order.call(message.shelf(), "?id=" + message.id(), false);
          return rendering.outcome(
              services.relay().send(call, visitor.caller()),
              MailResource::done,
              message.shelf().path());
        });
  }

  /** Many messages: asked back first, with how many they are. */
  @POST
  @Path("{shelf}/act")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response actOnAll(
      @PathParam("shelf") String word, @BeanParam MailWords words, @BeanParam Order order) {
    return named.on(
        word,
        shelf -> {
          var call = order.call(shelf, "?" + words.query(), words.isEverything());
          var answer = services.relay().send(call, visitor.caller());
          return order.isSure()
              ? rendering.outcome(answer, MailResource::done, shelf.path())
              : rendering.told(answer, it -> askBack(shelf, words, order, it));
        });
  }

  private TemplateInstance askBack(Shelf shelf, MailWords words, Order order, Answer.Done told) {
    return pages
        .sure
        .data("shelf", shelf)
        .data("count", told.body().path("done").asInt())
        .data("action", told.body().path("action").asText())
        .data("note", order.note == null ? "" : order.note)
        .data("words", words.all().entrySet());
  }

  /** Such as "retry: done for 1 message." */
  private static String done(Answer.Done told) {
    var body = told.body();
    int done = body.path("done").asInt();
    int failed = body.path("failed").asInt();
    var action = body.path("action").asText();
    if (done + failed == 0) {
      return "Nothing was done: no such message is there any more.";
    }
    var failure =
        StreamSupport.stream(body.path("messages").spliterator(), false)
            .map(one -> MailRow.text(one, "failure"))
            .filter(text -> !text.isEmpty())
            .findFirst();
    var sentence = "%s: done for %d %s".formatted(action, done, done == 1 ? "message" : "messages");
    return failure
        .map(why -> sentence + ", failed for " + failed + ": " + why + ".")
        .orElse(sentence + ".");
  }
}
