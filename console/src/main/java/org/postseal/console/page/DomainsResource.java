package org.postseal.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.DomainName;
import org.postseal.console.calling.Answer;
import org.postseal.console.calling.Call;
import org.postseal.console.calling.Segment;
import org.postseal.console.calling.ServiceCalls;
import org.postseal.console.calling.Services;

/** Domains and their signing keys, by the registry's API. */
@Path(DomainsResource.ROOT)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@SignedIn
public final class DomainsResource {
  static final String ROOT = PageResource.ROOT + "/domains";

  private static final int SHOWN = 500;

  private final Services services;
  private final Visitor visitor;
  private final Rendering rendering;
  private final Pages pages;
  private final InstantSource clock = InstantSource.system();

  /** Their templates. */
  @Singleton
  static final class Pages {
    @Location("console/domains.html")
    Template list;

    @Location("console/domain.html")
    Template one;
  }

  DomainsResource(Services services, Visitor visitor, Rendering rendering, Pages pages) {
    this.services = services;
    this.visitor = visitor;
    this.rendering = rendering;
    this.pages = pages;
  }

  private Answer ask(String path) {
    return services.registry().send(Call.get(path), visitor.caller());
  }

  @GET
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response list() {
    return rendering.told(
        ask("/domains"),
        domains ->
            switch (ask("/keys")) {
              case Answer.Refused refused -> rendering.sentence(refused.sentence());
              case Answer.Done keys -> list(domains.body(), keys(keys.body()));
            });
  }

  private TemplateInstance list(JsonNode domains, List<KeyRow> keys) {
    return pages
        .list
        .data("total", domains.size())
        .data("most", SHOWN)
        .data(
            "rows",
            StreamSupport.stream(domains.spliterator(), false)
                .limit(SHOWN)
                .map(domain -> DomainRow.of(domain, keys))
                .toList());
  }

  private List<KeyRow> keys(JsonNode keys) {
    return StreamSupport.stream(keys.spliterator(), false)
        .map(key -> KeyRow.of(key, clock.instant()))
        .toList();
  }

  @GET
  @Path("{domain}")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response one(
      @PathParam("domain") String name, @QueryParam("dns") @Nullable String publicDns) {
    return about(name, domain -> one(domain, publicDns != null));
  }

  private Response about(@Nullable String name, Function<String, Response> shown) {
    return Optional.ofNullable(name)
        .flatMap(DomainName::parse)
        .filter(DomainName::isHostName)
        .map(DomainName::ascii)
        .map(shown)
        .orElseGet(() -> rendering.wrong("That is not a domain name."));
  }

  private Response one(String domain, boolean asksDns) {
    return rendering.told(
        ask("/domains/" + domain),
        entry ->
            switch (ask("/keys?domain=" + domain)) {
              case Answer.Refused refused -> rendering.sentence(refused.sentence());
              case Answer.Done keys -> one(entry.body(), keys(keys.body()), asksDns);
            });
  }

  private TemplateInstance one(JsonNode entry, List<KeyRow> keys, boolean asksDns) {
    var row = DomainRow.of(entry, keys);
    var status =
        asksDns
            ? ask("/domains/" + row.name() + "/status")
            : new Answer.Done(MissingNode.getInstance(), "");
    var zone = ask("/domains/" + row.name() + "/dns");
    return pages
        .one
        .data("row", row)
        .data("keys", keys)
        .data("asked", asksDns)
        .data("seen", status instanceof Answer.Done done ? SeenKey.all(done.body()) : List.of())
        .data("dnsTrouble", status instanceof Answer.Refused refused ? refused.sentence() : "")
        .data("zone", zone instanceof Answer.Done done ? done.text() : "");
  }

  /** A new key is announced; it signs once it is activated. */
  @POST
  @Path("{domain}/keys")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response newKey(
      @PathParam("domain") String name, @FormParam("algorithm") @Nullable String algorithm) {
    return about(
        name,
        domain -> {
          var body =
              ServiceCalls.JSON
                  .createObjectNode()
                  .put("domain", domain)
                  .put("algorithm", algorithm == null ? "" : algorithm);
          return rendering.outcome(
              services.registry().send(Call.post("/keys", body), visitor.caller()),
              done ->
                  "There is a new key, selector "
                      + MailRow.text(done.body(), "selector")
                      + ": publish its record, then activate it.",
              ROOT + "/" + domain);
        });
  }

  /** Moves a key on in its life. */
  @POST
  @Path("{domain}/keys/{key}/{step:activate|retire|revoke}")
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Response move(
      @PathParam("domain") String name,
      @PathParam("key") String key,
      @PathParam("step") String step) {
    return about(
        name,
        domain ->
            Segment.id(key)
                .map(
                    id ->
                        rendering.outcome(
                            services
                                .registry()
                                .send(Call.post("/keys/" + id + "/" + step), visitor.caller()),
                            done ->
                                "Selector "
                                    + MailRow.text(done.body(), "selector")
                                    + " is "
                                    + MailRow.text(done.body(), "state")
                                    + " now.",
                            ROOT + "/" + domain))
                .orElseGet(() -> rendering.absent("There is no such key.")));
  }
}
