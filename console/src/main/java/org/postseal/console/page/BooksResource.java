package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.postseal.console.index.Kind;
import org.postseal.console.search.Criteria;
import org.postseal.console.search.Search;

/** What the index knows beside messages: who changed what, and records that nobody could read. */
@Path(PageResource.ROOT)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@SignedIn
public final class BooksResource {
  private static final int SHOWN = 200;
  private static final String DEAD_LETTER = "dead-letter";
  private static final String USUAL = "7d";
  private static final List<String> WORDS = Kind.words(Kind.About.ELSE);

  private final Search search;
  private final Rendering rendering;
  private final Pages pages;
  private final InstantSource clock = InstantSource.system();

  /** Their templates. */
  @Singleton
  static final class Pages {
    @Location("console/audit.html")
    Template audit;

    @Location("console/dead-letters.html")
    Template deadLetters;
  }

  BooksResource(Search search, Rendering rendering, Pages pages) {
    this.search = search;
    this.rendering = rendering;
    this.pages = pages;
  }

  @GET
  @Path("audit")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response audit(
      @QueryParam("what") @Nullable String what, @QueryParam("since") @Nullable String since) {
    var word = what == null ? "" : what;
    var words = word.isEmpty() ? WORDS : List.of(word);
    return since(
        since,
        WORDS.containsAll(words) ? "" : "There is no such kind of event.",
        (from, wrong, said) ->
            pages
                .audit
                .data("kinds", WORDS)
                .data("what", word)
                .data("since", said)
                .data("wrong", wrong)
                .data("most", SHOWN)
                .data("rows", wrong.isEmpty() ? rows(words, from) : List.of()));
  }

  @GET
  @Path("dead-letters")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response deadLetters(@QueryParam("since") @Nullable String since) {
    return since(
        since,
        "",
        (from, wrong, said) ->
            pages
                .deadLetters
                .data("since", said)
                .data("wrong", wrong)
                .data("most", SHOWN)
                .data("rows", wrong.isEmpty() ? rows(List.of(DEAD_LETTER), from) : List.of()));
  }

  private List<BookRow> rows(List<String> words, Instant from) {
    return search.events(words, from, SHOWN).stream().map(BookRow::of).toList();
  }

  private interface Made {
    TemplateInstance of(Instant from, String wrong, String said);
  }

  private Response since(@Nullable String since, String wrong, Made made) {
    var said = since == null || since.isBlank() ? USUAL : since.strip();
    try {
      var from = Criteria.time(said, clock);
      return rendering.indexed(() -> made.of(from, wrong, said));
    } catch (Criteria.UnusableException e) {
      return rendering.indexed(() -> made.of(Instant.EPOCH, String.valueOf(e.getMessage()), said));
    }
  }
}
