package org.postseal.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.postseal.console.calling.Answer;
import org.postseal.console.calling.Call;
import org.postseal.console.calling.ServiceCalls;
import org.postseal.console.calling.Services;
import org.postseal.topics.BlockedName;

/** Domains and networks that are blocked, by the registry's API. */
@Path(BlocklistResource.ROOT)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@SignedIn
public final class BlocklistResource {
  static final String ROOT = PageResource.ROOT + "/blocklist";

  private static final int SHOWN = 200;
  private static final int LONGEST_PART = 255;

  private final Services services;
  private final Visitor visitor;
  private final Rendering rendering;
  private final Template list;
  private final InstantSource clock = InstantSource.system();

  BlocklistResource(
      Services services,
      Visitor visitor,
      Rendering rendering,
      @Location("console/blocklist.html") Template list) {
    this.services = services;
    this.visitor = visitor;
    this.rendering = rendering;
    this.list = list;
  }

  /** An entry on the page. */
  public record Entry(String name, String reason, String author, String since, String expires) {
    static Entry of(JsonNode entry) {
      var domain = MailRow.text(entry, "domain");
      return new Entry(
          domain.isEmpty() ? MailRow.text(entry, "network") : domain,
          MailRow.text(entry, "reason"),
          MailRow.text(entry, "author"),
          MailRow.time(entry, "since"),
          MailRow.time(entry, "expires"));
    }
  }

  @GET
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response list(@QueryParam("part") @Nullable String part) {
    var asked = part == null ? "" : part.strip();
    return rendering.told(
        services.registry().send(Call.get("/blocklist"), visitor.caller()),
        told -> list(asked, told));
  }

  private TemplateInstance list(String asked, Answer.Done told) {
    var part = asked.substring(0, Math.min(asked.length(), LONGEST_PART)).toLowerCase(Locale.ROOT);
    var rows = new ArrayList<Entry>();
    int total = 0;
    for (var node : told.body()) {
      var entry = Entry.of(node);
      if (entry.name().contains(part)) {
        total++;
        if (rows.size() < SHOWN) {
          rows.add(entry);
        }
      }
    }
    return list.data("rows", rows).data("part", asked).data("total", total).data("most", SHOWN);
  }

  @POST
  @Path("add")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response add(
      @FormParam("name") @Nullable String name,
      @FormParam("reason") @Nullable String reason,
      @FormParam("expires") @Nullable String expires) {
    return about(
        name,
        blocked -> {
          var body =
              ServiceCalls.JSON
                  .createObjectNode()
                  .put("reason", reason == null ? "" : reason.strip());
          try {
            Expiry.of(expires, clock).ifPresent(at -> body.put("expires", at.toString()));
          } catch (Expiry.UnreadableException e) {
            return rendering.wrong(String.valueOf(e.getMessage()));
          }
          return rendering.outcome(
              services.registry().send(Call.make(path(blocked), body), visitor.caller()),
              _ -> blocked.text() + " is blocked from now on.",
              ROOT);
        });
  }

  @POST
  @Path("remove")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response remove(@FormParam("name") @Nullable String name) {
    return about(
        name,
        blocked ->
            rendering.outcome(
                services.registry().send(Call.delete(path(blocked)), visitor.caller()),
                _ -> blocked.text() + " is not blocked any more.",
                ROOT));
  }

  /** Only what can be on the list gets into a path. */
  private Response about(@Nullable String name, Function<BlockedName, Response> done) {
    return switch (BlockedName.read(name == null ? "" : name.strip())) {
      case BlockedName.Reading.Read(var blocked) -> done.apply(blocked);
      case BlockedName.Reading.Malformed(var defect) -> rendering.wrong("The name " + defect + ".");
    };
  }

  private static String path(BlockedName name) {
    return "/blocklist/" + name.text();
  }
}
