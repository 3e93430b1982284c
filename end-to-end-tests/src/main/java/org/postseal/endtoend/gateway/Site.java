package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.postseal.access.Tokens;
import org.postseal.endtoend.gateway.RunningGateway.Ports;
import org.postseal.registry.key.KeyEncryptionKeys;

/**
 * What services that are processes of their own have in common, however many there are of each: the
 * name, the secrets, the DNS.
 *
 * @param hostName its name in the DNS, greetings and trace fields
 * @param data holds secrets and accounts
 * @param resolver where DNS questions go
 */
public record Site(String hostName, Path data, String resolver) {
  /** The file of the registry's tokens in the data directory. */
  public static final String TOKENS = "registry-tokens";

  private static final String KEY_ENCRYPTION_KEYS = "key-encryption-keys";

  /** Makes the registry's tokens and keys. */
  public void keepSecrets() {
    try {
      Directories.owners(data);
      keep(TOKENS, Tokens.newFileText());
      keep(KEY_ENCRYPTION_KEYS, KeyEncryptionKeys.newFileText());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep secrets", e);
    }
  }

  private void keep(String name, String secret) throws IOException {
    var file = data.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, secret);
  }

  /**
   * Settings of every service but its connection to Kafka.
   *
   * @param registryPort of the registry that verifier and signer ask
   */
  public Map<String, String> settings(int registryPort) {
    var settings = new HashMap<String, String>();
    settings.put("postseal.ingress.hostname", hostName);
    settings.put("postseal.ingress.accounts.file", data.resolve("accounts").toString());
    settings.put("postseal.ingress.tls.self-signed", data.resolve("tls").toString());
    settings.put("postseal.registry.tokens-file", data.resolve(TOKENS).toString());
    settings.put(
        "postseal.registry.key-encryption-key-file", data.resolve(KEY_ENCRYPTION_KEYS).toString());
    settings.put("postseal.registry.lookup.dns-servers", resolver);
    settings.put("postseal.verifier.dns.servers", resolver);
    settings.put("postseal.verifier.authserv-id", hostName);
    settings.put("postseal.relay.dns.servers", resolver);
    settings.put("postseal.relay.host-name", hostName);
    for (var service : new String[] {"verifier", "signer"}) {
      settings.put("postseal." + service + ".registry.url", "http://127.0.0.1:" + registryPort);
      settings.put("postseal." + service + ".registry.token-file", data.resolve(TOKENS).toString());
    }
    return settings;
  }

  /** Where an ingress listens. */
  public Map<String, String> listeners(Ports ports) {
    return Map.of(
        "postseal.ingress.host",
        "127.0.0.1",
        "postseal.ingress.mx.port",
        Integer.toString(ports.mx()),
        "postseal.ingress.submission.port",
        Integer.toString(ports.submission()),
        "postseal.ingress.submissions.port",
        Integer.toString(ports.submissions()));
  }
}
