package org.postseal.commandline.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.registryview.RegistryToken;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where the registry is and who we are to it; the defaults suit {@code ./postseal up}. */
final class RegistryOptions {

  private static final String ROLE = "operator";

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:POSTSEAL_REGISTRY_URL:-http://127.0.0.1:8080}",
      description = "the registry (default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:POSTSEAL_REGISTRY_TOKEN_FILE:-data/registry-tokens}",
      description =
          "lines token:role, of which operator's is taken, or one token (default: ${DEFAULT-VALUE})")
  private Path tokenFile = Path.of("data", "registry-tokens");

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "certificates, PEM, that vouch for an https registry (default: the JDK's)")
  private @Nullable Path certificates;

  @Option(names = "--json", description = "print what the registry answers")
  private boolean json;

  /** Whether people or programs read the output. */
  boolean wantsJson() {
    return json;
  }

  /** A client; an argument that cannot be used ends the command with status 2. */
  ServiceClient client() {
    if (url.getHost() == null
        || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
      throw unusable("not an http or https URL: " + url);
    }
    try {
      return new ServiceClient(ServiceClient.Service.REGISTRY, url, token(), certificates);
    } catch (IOException e) {
      throw unusable("cannot use the certificates in " + certificates + ": " + e.getMessage());
    }
  }

  ParameterException unusable(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return new ParameterException(spec.commandLine(), message);
  }

  private RegistryToken token() {
    try {
      return RegistryToken.read(tokenFile, ROLE);
    } catch (UncheckedIOException e) {
      throw unusable("cannot read the token file " + tokenFile + " (--token-file names another)");
    } catch (IllegalArgumentException e) {
      throw unusable("no operator's token in " + tokenFile);
    }
  }
}
