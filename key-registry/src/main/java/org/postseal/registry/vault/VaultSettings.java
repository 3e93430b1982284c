package org.postseal.registry.vault;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** HashiCorp Vault or OpenBao, which encrypts signing keys in place of the file. */
public interface VaultSettings {

  /**
   * Where it is, such as {@code https://vault.example:8200}; plain HTTP is for loopback only.
   * Absent: the file encrypts. With it the file still decrypts what was encrypted before. Its
   * certificate is checked by {@code quarkus.tls."vault"}.
   */
  Optional<URI> url();

  /** Holds its token, and nothing else; read anew for each request. */
  @WithDefault("data/vault-token")
  Path tokenFile();

  /** Where its Transit secrets engine is mounted. */
  @WithDefault("transit")
  String mount();

  /** The name of the key there, of type {@code aes256-gcm96}. */
  @WithDefault("postseal")
  String key();

  /** How long it may take over one answer. */
  @WithDefault("2s")
  Duration patience();
}
