package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.postseal.smtpclient.tls.Authorities;

/** A certificate made for a test, for its server to show and for its client to trust. */
public record TestCertificate(KeyStore store) {
  private static final String PASSWORD = "secret";
  private static final String ALIAS = "mx";

  /** {@code extension} as keytool wants it, such as {@code SAN=dns:mx.example}. */
  public static TestCertificate make(Path file, String extension)
      throws IOException, InterruptedException, GeneralSecurityException {
    generate(file, "CN=someone.else.example", extension);
    return load(file);
  }

  /** An authority of one's own. */
  static TestCertificate authority(Path file)
      throws IOException, InterruptedException, GeneralSecurityException {
    generate(file, "CN=authority.example", "bc:c");
    return load(file);
  }

  /** A certificate that an authority in another file issued. */
  static TestCertificate issued(Path file, Path authority, String extension, String... validity)
      throws IOException, InterruptedException, GeneralSecurityException {
    generate(file, "CN=someone.else.example", extension);
    var request = file.resolveSibling(file.getFileName() + ".csr");
    var certificate = file.resolveSibling(file.getFileName() + ".crt");
    var root = file.resolveSibling(file.getFileName() + ".root");
    keytool("-certreq", "-keystore", file, "-alias", ALIAS, "-file", request);
    var issuing =
        new ArrayList<Object>(
            List.of(
                "-gencert",
                "-keystore",
                authority,
                "-alias",
                ALIAS,
                "-ext",
                extension,
                "-infile",
                request,
                "-outfile",
                certificate));
    issuing.addAll(List.of(validity));
    keytool(issuing.toArray());
    keytool("-exportcert", "-keystore", authority, "-alias", ALIAS, "-file", root);
    keytool("-importcert", "-noprompt", "-keystore", file, "-alias", "root", "-file", root);
    keytool("-importcert", "-noprompt", "-keystore", file, "-alias", ALIAS, "-file", certificate);
    return load(file);
  }

  private static void generate(Path file, String name, String extension)
      throws IOException, InterruptedException {
    keytool(
        "-genkeypair",
        "-keystore",
        file,
        "-keyalg",
        "EC",
        "-alias",
        ALIAS,
        "-dname",
        name,
        "-ext",
        extension);
  }

  private static void keytool(Object... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-storepass", PASSWORD));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    // keytool wants its command first
    command.add(1, command.remove(4));
    var made = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(output).isZero();
  }

  private static TestCertificate load(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestCertificate(store);
  }

  /** The server's own first. */
  List<X509Certificate> chain() throws GeneralSecurityException {
    return Arrays.stream(store.getCertificateChain(ALIAS))
        .map(X509Certificate.class::cast)
        .toList();
  }

  public SSLContext serving() throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Authorities that are this certificate and no other. */
  public Authorities trusting() {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("mx", store.getCertificate("mx"));
      return Authorities.of(trusted);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
