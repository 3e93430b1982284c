package org.postseal.registry.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority, a server of it, and people with certificates of it and of another. */
public final class CertificatesFixture implements QuarkusTestResourceLifecycleManager {
  private static final String PASSWORD = "of a test";
  private static @Nullable Path directory;

  @Override
  public Map<String, String> start() {
    try {
      var made = Files.createTempDirectory("certificates");
      directory = made;
      authority("authority");
      authority("stranger");
      issued("server", "CN=localhost", "authority", "-ext", "SAN=dns:localhost,ip:127.0.0.1");
      issued("alice", "CN=alice,O=Example", "authority");
      issued("victor", "CN=victor,O=Example", "authority");
      issued("nobody", "CN=nobody,O=Example", "authority");
      issued("impostor", "CN=alice,O=Example", "stranger");
      var roles = made.resolve("roles");
      Files.writeString(roles, "CN=alice, O=Example:operator\nCN=victor,O=Example:viewer\n");
      return Map.of(
          "postseal.http.certificate-roles-file",
          roles.toString(),
          "quarkus.http.test-ssl-port",
          "0",
          "quarkus.http.ssl.certificate.key-store-file",
          store("server").toString(),
          "quarkus.http.ssl.certificate.key-store-password",
          PASSWORD,
          "quarkus.http.ssl.certificate.trust-store-file",
          believed("authority").toString(),
          "quarkus.http.ssl.certificate.trust-store-password",
          PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TLS as somebody speaks it; nobody's if the name is empty. */
  static SSLContext of(String name) throws GeneralSecurityException, IOException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(believed("authority").toFile(), PASSWORD.toCharArray()));
    var context = SSLContext.getInstance("TLS");
    if (name.isEmpty()) {
      context.init(null, trust.getTrustManagers(), null);
    } else {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(
          KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray()),
          PASSWORD.toCharArray());
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }
    return context;
  }

  private static void authority(String name) throws IOException {
    keytool(
        "-genkeypair -keyalg EC -alias it -ext bc:c",
        List.of("-dname", "CN=" + name, "-keystore", store(name).toString()));
    var certificate = file(name + ".pem");
    keytool(
        "-exportcert -rfc -alias it",
        List.of("-keystore", store(name).toString(), "-file", certificate.toString()));
    keytool(
        "-importcert -noprompt -alias it",
        List.of("-keystore", believed(name).toString(), "-file", certificate.toString()));
  }

  private static void issued(String name, String subject, String by, String... more)
      throws IOException {
    var own = store(name).toString();
    var request = file(name + ".csr").toString();
    var certificate = file(name + ".pem").toString();
    keytool("-genkeypair -keyalg EC -alias it", List.of("-dname", subject, "-keystore", own));
    keytool("-certreq -alias it", List.of("-keystore", own, "-file", request));
    var signing =
        new ArrayList<>(
            List.of(
                "-keystore", store(by).toString(), "-infile", request, "-outfile", certificate));
    signing.addAll(List.of(more));
    keytool("-gencert -rfc -alias it", signing);
    keytool(
        "-importcert -noprompt -alias authority",
        List.of("-keystore", own, "-file", file(by + ".pem").toString()));
    keytool("-importcert -noprompt -alias it", List.of("-keystore", own, "-file", certificate));
  }

  private static void keytool(String words, List<String> more) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words.split(" ", -1)));
    command.addAll(more);
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path store(String name) {
    return file(name + ".p12");
  }

  private static Path believed(String name) {
    return file(name + "-believed.p12");
  }

  private static Path file(String name) {
    return Objects.requireNonNull(directory).resolve(name);
  }

  @Override
  public void stop() {}
}
