package org.postseal.commandline;

import java.nio.file.Path;
import java.util.Optional;
import org.postseal.authentication.dkim.SigningKey;
import picocli.CommandLine.Option;

/** A key, and the name it is published under: --key, --domain and --selector. */
class KeyOptions {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY.pem",
      description = "private key, PKCS#8 or PKCS#1")
  private Path key = Path.of("");

  @Option(names = "--domain", required = true, paramLabel = "D", description = "d=")
  private String domain = "";

  @Option(names = "--selector", required = true, paramLabel = "S", description = "s=")
  private String selector = "";

  /**
   * The key with that algorithm, or with its own.
   *
   * @throws Unusable if the file holds no such key
   */
  final SigningKey read(Optional<String> algorithm) {
    return SigningKeys.read(key, domain, selector, algorithm);
  }
}
