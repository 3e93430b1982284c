package org.postseal.commandline.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Certificates in a file, that vouch for others. */
public final class PemCertificates {
  private PemCertificates() {}

  /**
   * All that are in the file.
   *
   * @throws IOException it cannot be read, or holds something else
   */
  public static KeyStore in(Path file) throws IOException {
    try (var pem = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + number++, each);
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
