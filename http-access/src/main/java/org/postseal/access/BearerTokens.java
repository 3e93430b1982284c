package org.postseal.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Static bearer tokens (RFC 6750) for the paths of the {@link GuardedApi}s of this process, each
 * with its own tokens, and for no others. The embedded default; beside it stand {@link
 * ClientCertificates}. A holder that acts for somebody says so in a field of its own, see {@link
 * ActingFor}.
 */
@Singleton
final class BearerTokens implements HttpAuthenticationMechanism {

  private static final String SCHEME = "bearer ";
  private static final int UNAUTHORIZED = 401;

  private final Instance<GuardedApi> apis;

  BearerTokens(@Any Instance<GuardedApi> apis) {
    this.apis = apis;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    var header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    var api =
        apis.stream().filter(one -> context.normalizedPath().startsWith(one.root())).findFirst();
    if (header == null || api.isEmpty() || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Uni.createFrom().nullItem();
    }
    var principal = context.request().getHeader(ActingFor.FIELD);
    return api.get()
        .holderOf(header.substring(SCHEME.length()).strip())
        .flatMap(
            holder ->
                ActingFor.named(holder.name(), Optional.ofNullable(principal))
                    .map(name -> Uni.createFrom().item(identityOf(holder, name))))
        .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
  }

  static SecurityIdentity identityOf(Tokens.Holder holder, String name) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(name))
        .addRoles(holder.roles().stream().map(Role::roleName).collect(Collectors.toSet()))
        .build();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer"));
  }
}
