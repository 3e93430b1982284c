package org.postseal.registry.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.postseal.registry.RegistrySettings;

/** Answers for a registry that does not run in this process. */
final class SwitchedOff {

  private final RegistrySettings settings;

  SwitchedOff(RegistrySettings settings) {
    this.settings = settings;
  }

  @ServerRequestFilter(preMatching = true)
  Optional<Response> answer(ContainerRequestContext request) {
    return !settings.enabled()
            && request.getUriInfo().getRequestUri().getPath().startsWith(RegistryPaths.ROOT)
        ? Optional.of(Problem.unavailable("the key registry does not run here").response())
        : Optional.empty();
  }
}
