package org.postseal.ingress.tls;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** TLS. */
public interface TlsSettings {
  /**
   * Where the certificate is kept that we make for ourselves when {@code quarkus.tls."smtp"} is not
   * configured.
   */
  @WithDefault("data/tls")
  Path selfSigned();
}
