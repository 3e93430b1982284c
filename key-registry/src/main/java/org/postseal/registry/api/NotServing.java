package org.postseal.registry.api;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.postseal.access.Problem;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;

/**
 * Answers for a registry that does not run in this process, or has not read its journal yet: what
 * it does not know by then is no "no", and a signer must not take it for one.
 */
final class NotServing {

  private final RegistrySettings settings;
  private final Instance<Journal> journal;

  NotServing(RegistrySettings settings, Instance<Journal> journal) {
    this.settings = settings;
    this.journal = journal;
  }

  @ServerRequestFilter(preMatching = true)
  Optional<Response> answer(ContainerRequestContext request) {
    if (!request.getUriInfo().getRequestUri().getPath().startsWith(RegistryPaths.ROOT)) {
      return Optional.empty();
    }
    if (!settings.enabled()) {
      return Optional.of(Problem.unavailable("the key registry does not run here").response());
    }
    return journal.get().isReady()
        ? Optional.empty()
        : Optional.of(Problem.unavailable("the journal has not been read yet").response());
  }
}
