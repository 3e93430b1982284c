package org.postseal.commandline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;
import org.postseal.authentication.dkim.PrivateKeys;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;

/** Signing keys from PEM files. */
final class SigningKeys {
  private SigningKeys() {}

  /**
   * Reads a key and its name.
   *
   * @throws Unusable with the reason, never with the key
   */
  static SigningKey read(Path file, String domain, String selector, Optional<String> algorithm) {
    PrivateKey key =
        PrivateKeys.readPem(text(file))
            .orElseThrow(() -> new Unusable("no private key that can be used in " + file));
    SignatureAlgorithm fitting = PrivateKeys.algorithmOf(key);
    if (algorithm.isPresent() && !algorithm.get().equals(fitting.word())) {
      throw new Unusable("the key in " + file + " cannot sign " + algorithm.get());
    }
    if (SigningKey.isTooSmall(key)) {
      throw new Unusable("cannot use the key in " + file + ": " + SigningKey.TOO_SMALL);
    }
    return new SigningKey(
        DomainName.parse(domain).orElseThrow(() -> new Unusable("not a domain name: " + domain)),
        Selector.parse(selector).orElseThrow(() -> new Unusable("not a selector: " + selector)),
        fitting,
        key);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new Unusable("cannot read " + file);
    }
  }
}
