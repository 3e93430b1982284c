package org.postseal.console.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** What browsers may do with the pages: show them, and send their forms back here. */
@Provider
final class PageHeaders implements ContainerResponseFilter {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    var path = request.getUriInfo().getPath();
    if (path.equals(PageResource.ROOT) || path.startsWith(PageResource.ROOT + "/")) {
      var fields = response.getHeaders();
      fields.putSingle("Content-Security-Policy", POLICY);
      fields.putSingle("X-Content-Type-Options", "nosniff");
      fields.putSingle("Referrer-Policy", "no-referrer");
      fields.putSingle("Cross-Origin-Opener-Policy", "same-origin");
      fields.putSingle("Cross-Origin-Resource-Policy", "same-origin");
      fields.putSingle("Cache-Control", "no-store");
    }
  }
}
