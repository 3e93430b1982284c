package org.postseal.http;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * By which names the HTTP port of any service (API, health, metrics) may be spoken to. A browser
 * that a stranger's page makes ask a port of this machine says the stranger's name (DNS rebinding).
 */
@ConfigMapping(prefix = "postseal.http")
public interface HttpSettings {

  /**
   * Names beside {@code localhost}, such as that of a proxy in front. Requests that come in on
   * loopback may name nothing else but loopback's addresses; those that come in on another address
   * may say any name if this is absent, and else only these, {@code localhost} and addresses.
   */
  Optional<List<String>> hostNames();

  /**
   * Lines {@code SUBJECT:role} such as {@code CN=alice,O=Example:operator}: what may be done over
   * HTTPS by whoever shows a certificate of that subject, without a token. Certificates of the
   * authorities of {@code quarkus.http.ssl.certificate.trust-store-files} count, which has to be
   * set. Read anew on change; absent: nobody is asked for a certificate.
   */
  Optional<Path> certificateRolesFile();
}
