package org.postseal.registry.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.postseal.access.Problem;
import org.postseal.access.Role;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyEncryption.UnavailableException;
import org.postseal.registry.key.KeyEncryption.UnopenableKeyException;
import org.postseal.registry.key.SigningKey;

/** The keys that encrypt signing keys: which are in use, and how the old ones get out of it. */
@Path(RegistryPaths.ROOT + "/key-encryption")
@Tag(name = "keys")
final class KeyEncryptionResource {

  /** In one transaction: some 500 KB. */
  private static final int AT_ONCE = 250;

  private final Journal journal;
  private final Changes changes;
  private final KeyEncryption encryption;

  KeyEncryptionResource(Journal journal, Changes changes, KeyEncryption encryption) {
    this.journal = journal;
    this.changes = changes;
    this.encryption = encryption;
  }

  @GET
  @RunOnVirtualThread
  @RolesAllowed({Role.OPERATOR_NAME, Role.VIEWER_NAME})
  @Operation(summary = "With what private keys are sealed, and which old keys may go")
  public Response get() {
    try {
      return Response.ok(answer(List.of())).build();
    } catch (UnavailableException e) {
      return Problem.unavailable(e.getMessage()).response();
    }
  }

  @POST
  @Path("rewrap")
  @RunOnVirtualThread
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Seals every private key anew with the current key-encryption key")
  public Response rewrap() {
    var unopenable = new ArrayList<String>();
    try {
      while (true) {
        var some = outdated(unopenable);
        if (some.isEmpty()) {
          return Response.ok(answer(unopenable)).build();
        }
        var isMadeHere = new AtomicBoolean();
        var made =
            changes.make(
                () -> new RegistryChange.SealAnew(some),
                Optional.empty(),
                () -> {
                  isMadeHere.set(true);
                  return Response.ok().build();
                });
        if (!isMadeHere.get()) {
          return made; // refused, or answered by the replica that writes
        }
      }
    } catch (UnavailableException e) {
      return Problem.unavailable(e.getMessage()).response();
    }
  }

  /** Some keys that are to be sealed anew; what cannot be opened is noted and left alone. */
  private List<String> outdated(List<String> unopenable) {
    var current = encryption.current();
    var some = new ArrayList<String>();
    for (var versioned : journal.state().keysInNoOrder()) {
      var key = versioned.value();
      if (some.size() == AT_ONCE) {
        break;
      }
      if (isSealedWithAnother(key, current) && !unopenable.contains(key.id())) {
        (opens(key) ? some : unopenable).add(key.id());
      }
    }
    return some;
  }

  private boolean isSealedWithAnother(SigningKey key, String current) {
    var sealed = key.sealedPrivateKey();
    return sealed.isPresent() && !encryption.nameOf(sealed.get()).equals(current);
  }

  private boolean opens(SigningKey key) {
    try {
      var sealed = key.sealedPrivateKey().orElseThrow();
      return encryption.open(sealed, new Binding(key.id(), key.name())).length > 0;
    } catch (UnopenableKeyException _) {
      return false;
    }
  }

  private KeyEncryptionAnswer answer(List<String> unopenable) {
    var current = encryption.current();
    var inUse = new TreeMap<String, Long>();
    journal.state().keysInNoOrder().stream()
        .map(Versioned::value)
        .flatMap(key -> key.sealedPrivateKey().stream())
        .map(encryption::nameOf)
        .forEach(name -> inUse.merge(name, 1L, Long::sum));
    var mayGo =
        encryption.kept().stream()
            .filter(name -> !name.equals(current) && !inUse.containsKey(name))
            .sorted()
            .toList();
    return new KeyEncryptionAnswer(current, inUse, mayGo, List.copyOf(unopenable));
  }
}
