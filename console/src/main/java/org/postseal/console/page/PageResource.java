package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.postseal.console.index.Kind;
import org.postseal.console.search.Criteria;
import org.postseal.console.search.QueryWords;
import org.postseal.console.search.Search;
import org.postseal.console.search.TimeLine;

/** The pages. Each is shown to those who signed in, see {@link Gatekeeper}. */
@Path(PageResource.ROOT)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@SignedIn
public final class PageResource {
  static final String ROOT = "/console";

  private static final int LATEST = 30;
  private static final int FOUND = 100;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final List<String> OUTCOMES =
      Arrays.stream(Kind.values())
          .filter(kind -> kind.about() != Kind.About.ELSE)
          .map(Kind::word)
          .toList();

  private final Search search;
  private final Pages pages;
  private final Rendering rendering;
  private final InstantSource clock = InstantSource.system();

  /** Their templates. */
  @jakarta.inject.Singleton
  static final class Pages {
    @Location("console/now.html")
    Template now;

    @Location("console/find.html")
    Template find;

    @Location("console/message.html")
    Template message;

    @Location("console/forgeries.html")
    Template forgeries;
  }

  PageResource(Search search, Pages pages, Rendering rendering) {
    this.search = search;
    this.pages = pages;
    this.rendering = rendering;
  }

  @GET
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response now() {
    return page(
        () -> pages.now.data("counts", search.outcomes(ago(HOUR))).data("rows", rows("", LATEST)));
  }

  @GET
  @Path("find")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response find(@BeanParam QueryWords words) {
    return page(() -> found(words.asked()));
  }

  private TemplateInstance found(Criteria.Asked asked) {
    var form =
        pages
            .find
            .data("outcomes", OUTCOMES)
            .data("transaction", asked.transaction().orElse(""))
            .data("address", asked.address().orElse(""))
            .data("domain", asked.domain().orElse(""))
            .data("client", asked.client().orElse(""))
            .data("rule", asked.rule().orElse(""))
            .data("outcome", asked.outcome().orElse(""))
            .data("since", asked.since().orElse("7d"))
            .data("until", asked.until().orElse(""))
            .data("most", FOUND);
    try {
      var rows = search.messages(Criteria.of(asked, clock), FOUND).stream().map(Row::of).toList();
      return form.data("rows", rows).data("wrong", "");
    } catch (Criteria.UnusableException e) {
      return form.data("rows", List.of()).data("wrong", String.valueOf(e.getMessage()));
    }
  }

  @GET
  @Path("messages/{id}")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response message(@PathParam("id") String id) {
    return page(
        () ->
            search
                .message(id)
                .map(
                    message ->
                        pages
                            .message
                            .data("id", message.transactionId())
                            .data("words", PlainWords.of(message))
                            .data("row", Row.of(message))
                            .data(
                                "steps",
                                TimeLine.of(search.timeLine(id)).stream().map(Step::of).toList()))
                .orElseGet(() -> rendering.sentence("The index has no such message.")));
  }

  @GET
  @Path("forgeries")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response forgeries() {
    return page(
        () ->
            pages
                .forgeries
                .data("authors", search.refusedAuthors(ago(DAY)))
                .data("networks", search.refusedNetworks(ago(DAY)))
                .data("rows", rows("rejected", LATEST)));
  }

  private List<Row> rows(String outcome, int limit) {
    var words = new QueryWords().with(outcome);
    return search.messages(Criteria.of(words.asked(), clock), limit).stream().map(Row::of).toList();
  }

  private Instant ago(Duration time) {
    return clock.instant().minus(time);
  }

  private Response page(Supplier<TemplateInstance> made) {
    return rendering.indexed(made);
  }
}
