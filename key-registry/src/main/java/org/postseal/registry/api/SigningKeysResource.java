package org.postseal.registry.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem;
import org.postseal.access.Role;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyEncryption.UnopenableKeyException;
import org.postseal.registry.lookup.SigningDomains;

/** Private keys, for signers. They leave over TLS, or not beyond this machine. */
@Path(RegistryPaths.ROOT + "/signing-keys")
@Tag(name = "signing keys")
final class SigningKeysResource {

  private static final Logger LOG = Logger.getLogger(SigningKeysResource.class);

  private final SigningDomains domains;
  private final KeyEncryption encryption;
  private final RegistrySettings settings;
  private final MeterRegistry meters;

  SigningKeysResource(
      SigningDomains domains,
      KeyEncryption encryption,
      RegistrySettings settings,
      MeterRegistry meters) {
    this.domains = domains;
    this.encryption = encryption;
    this.settings = settings;
    this.meters = meters;
  }

  @GET
  @RolesAllowed(Role.SIGNER_NAME)
  @Operation(summary = "With what mail of an author domain is signed")
  @APIResponse(responseCode = "200", description = "signed and keys; signed without keys: hold it")
  @APIResponse(responseCode = "403", description = "no signer's token, or no TLS")
  @APIResponse(responseCode = "503", description = "the keys cannot be decrypted")
  public Response find(
      @QueryParam("domain") @Nullable String name, @Context HttpServerRequest request) {
    if (!mayCarrySecrets(request)) {
      return Problem.of(Response.Status.FORBIDDEN, "private keys leave over TLS only").response();
    }
    var author = RequestNames.domain(name);
    var signing = domains.signingDomainOf(author);
    try {
      var keys = signing.isPresent() ? keysOf(signing.get()) : List.<SigningKeysAnswer.Key>of();
      meters.counter("postseal_registry_signing_key_requests").increment();
      return Answers.kept(
          new SigningKeysAnswer(
              author.ascii(), signing.isPresent(), signing.map(DomainName::ascii), keys),
          0);
    } catch (UnopenableKeyException e) {
      LOG.errorf("a signing key of %s cannot be decrypted: %s", author, e.getMessage());
      return Problem.unavailable("a signing key cannot be decrypted").response();
    }
  }

  private List<SigningKeysAnswer.Key> keysOf(DomainName signing) throws UnopenableKeyException {
    var keys = new ArrayList<SigningKeysAnswer.Key>();
    for (var key : domains.activeKeys(signing)) {
      var sealed =
          key.sealedPrivateKey()
              .orElseThrow(() -> new UnopenableKeyException("no private key in " + key.id()));
      var privateKey = encryption.open(sealed, new Binding(key.id(), key.name()));
      keys.add(
          new SigningKeysAnswer.Key(
              key.id(),
              key.name().selector().ascii(),
              key.algorithm().signatureAlgorithm(),
              Base64.getEncoder().encodeToString(privateKey)));
    }
    return keys;
  }

  private boolean mayCarrySecrets(HttpServerRequest request) {
    return request.isSSL()
        || settings.privateKeysWithoutTls()
        || isLoopback(request.remoteAddress().hostAddress());
  }

  /** What cannot be read as an address is not this machine. */
  static boolean isLoopback(@Nullable String address) {
    try {
      return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
