package org.postseal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

/** PKCS #12 files with keys and the certificates they signed for themselves. */
final class SelfSignedStores {
  static final String PASSWORD = "for loopback only";

  private SelfSignedStores() {}

  /** Adds a key and its certificate, with the JDK's own tool. The host is the alias, too. */
  static void add(Path store, String host, String organization) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                host,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + host + ",O=" + organization,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
  }

  static Certificate certificate(Path store, String host)
      throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()).getCertificate(host);
  }

  /** The certificate alone, for who is to trust it. */
  static Path pem(Path store, String host) throws GeneralSecurityException, IOException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return Files.writeString(
        store.resolveSibling(host + ".pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + lines.encodeToString(certificate(store, host).getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }
}
