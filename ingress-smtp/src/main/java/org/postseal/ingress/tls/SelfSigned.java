package org.postseal.ingress.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key and a certificate we sign for ourselves, so that a first run has TLS. Nobody can tell it
 * from an attacker's; clients that check certificates refuse it. Kept, so that it stays the same.
 */
public final class SelfSigned {
  private static final Duration LIFETIME = Duration.ofDays(3650);

  /** Where the two PEM files are. */
  public record KeyAndCertificate(Path key, Path certificate) {}

  private SelfSigned() {}

  /** The files in {@code directory}, made if they are not there. */
  public static KeyAndCertificate in(Path directory, String hostname, Instant now) {
    var files = new KeyAndCertificate(directory.resolve("smtp.key"), directory.resolve("smtp.crt"));
    if (Files.exists(files.key()) && Files.exists(files.certificate())) {
      return files;
    }
    try {
      make(directory, files, hostname, now);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a certificate in " + directory, e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  private static void make(Path directory, KeyAndCertificate files, String hostname, Instant now)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var pair = generator.generateKeyPair();
    X500Name name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, hostname).build();
    var certificate =
        new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFETIME)),
                name,
                pair.getPublic())
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, hostname)))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    write(files.key(), "PRIVATE KEY", pair.getPrivate().getEncoded());
    write(files.certificate(), "CERTIFICATE", certificate.getEncoded());
  }

  private static void write(Path file, String label, byte[] der) throws IOException {
    var pem =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(
                label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, pem);
  }
}
