package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the certificates with which a broker and its clients prove themselves, as {@code
 * docker/certificates.sh} does for containers: PEM files with the key first, and one of the
 * authority.
 */
public final class PrivateAuthority {
  private static final String NAME = "CN=Private authority of a test";
  private static final Duration LONG = Duration.ofDays(30);

  private final Path directory;
  private final KeyPair keys;

  /** Makes an authority with a new key. */
  public PrivateAuthority(Path directory) {
    this.directory = Directories.empty(directory);
    this.keys = newKeys();
    write(certificate(), pem("CERTIFICATE", certify(NAME, keys, LONG, new Usage.Authority())));
  }

  /** What a certificate is for. */
  private sealed interface Usage {
    Usage LOOPBACK = new Server(List.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));

    record Authority() implements Usage {}

    record Server(List<GeneralName> names) implements Usage {}

    static Usage of(List<String> dnsNames) {
      return new Server(
          dnsNames.stream().map(name -> new GeneralName(GeneralName.dNSName, name)).toList());
    }
  }

  /** The authority's own certificate. */
  public Path certificate() {
    return directory.resolve("authority.pem");
  }

  /** Key and certificate of somebody, for 30 days. */
  public Path identity(String commonName) {
    return identity(commonName, LONG);
  }

  /** Key and certificate of a server with these names in the DNS, for 30 days. */
  public Path server(String fileName, List<String> dnsNames) {
    var own = newKeys();
    var file = directory.resolve(fileName + ".pem");
    write(
        file,
        pem("PRIVATE KEY", own.getPrivate().getEncoded())
            + pem("CERTIFICATE", certify("CN=" + fileName, own, LONG, Usage.of(dnsNames))));
    return file;
  }

  /** Key and certificate of somebody who can use them for so long from now on; made anew. */
  public Path identity(String commonName, Duration lifetime) {
    var own = newKeys();
    var file = directory.resolve(commonName + ".pem");
    write(
        file,
        pem("PRIVATE KEY", own.getPrivate().getEncoded())
            + pem("CERTIFICATE", certify("CN=" + commonName, own, lifetime, Usage.LOOPBACK)));
    return file;
  }

  /** What a Kafka client needs to be somebody, whose {@link #identity} has been made. */
  public Map<String, String> kafkaSettings(String commonName, int port) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + port,
        "security.protocol",
        "SSL",
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.location",
        directory.resolve(commonName + ".pem").toString(),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificate().toString());
  }

  private byte[] certify(String subject, KeyPair subjectKeys, Duration lifetime, Usage usage) {
    var now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(NAME),
              new BigInteger(120, new SecureRandom()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(lifetime)),
              new X500Name(subject),
              subjectKeys.getPublic());
      switch (usage) {
        case Usage.Authority() ->
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        case Usage.Server(var names) ->
            builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      X509CertificateHolder signed =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      return signed.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("cannot sign a certificate", e);
    }
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no P-256", e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String pem(String label, byte[] der) {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }
}
