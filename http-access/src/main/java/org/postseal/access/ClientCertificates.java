package org.postseal.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.postseal.http.HttpSettings;

/**
 * Client certificates beside bearer tokens, for the paths of the {@link GuardedApi}s of this
 * process. Whoever shows a token is judged by the token alone. Only certificates of authorities
 * that were named count: the JVM's own list would let every public authority decide who operates a
 * gateway.
 */
@Singleton
final class ClientCertificates implements HttpAuthenticationMechanism, HttpServerOptionsCustomizer {
  private static final int UNAUTHORIZED = 401;

  private final Instance<GuardedApi> apis;
  private final Optional<FileReadAnew<CertificateRoles>> roles;

  ClientCertificates(@Any Instance<GuardedApi> apis, HttpSettings settings) {
    this.apis = apis;
    this.roles =
        settings
            .certificateRolesFile()
            .map(file -> new FileReadAnew<>(file, CertificateRoles::parse));
  }

  /** Asks for a certificate, and takes a client without one. */
  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (roles.isEmpty()) {
      return;
    }
    if (options.getTrustOptions() == null) {
      throw new IllegalStateException(
          "postseal.http.certificate-roles-file is set, and"
              + " quarkus.http.ssl.certificate.trust-store-files is not: whose certificates count?");
    }
    options.setClientAuth(ClientAuth.REQUEST);
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    if (roles.isEmpty()
        || context.request().getHeader(HttpHeaders.AUTHORIZATION) != null
        || apis.stream().noneMatch(api -> context.normalizedPath().startsWith(api.root()))) {
      return Uni.createFrom().nullItem();
    }
    var principal = Optional.ofNullable(context.request().getHeader(ActingFor.FIELD));
    return certificate(context.request().sslSession())
        .map(
            shown ->
                identity(shown, principal)
                    .map(identity -> Uni.createFrom().item(identity))
                    .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException())))
        .orElseGet(() -> Uni.createFrom().nullItem());
  }

  private Optional<SecurityIdentity> identity(X509Certificate shown, Optional<String> principal) {
    return roles
        .flatMap(file -> file.value().holderOf(shown.getSubjectX500Principal()))
        .flatMap(
            holder ->
                ActingFor.named(holder.name(), principal)
                    .map(name -> BearerTokens.identityOf(holder, name)));
  }

  /** Its own, checked by TLS against the authorities that were named. */
  private static Optional<X509Certificate> certificate(SSLSession session) {
    try {
      return session != null && session.getPeerCertificates()[0] instanceof X509Certificate own
          ? Optional.of(own)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer"));
  }
}
