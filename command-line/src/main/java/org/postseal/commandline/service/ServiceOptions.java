package org.postseal.commandline.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.gateway.DataOption;
import org.postseal.registryview.RegistryToken;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a service of the gateway is and who we are to it. */
public abstract class ServiceOptions {
  private static final String ROLE = "operator";

  private final ServiceClient.Service service;

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private DataOption gateway = new DataOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "where its HTTP port is (default: $POSTSEAL_REGISTRY_URL or",
        "$POSTSEAL_RELAY_URL, else that of the gateway that --data means)"
      })
  private @Nullable URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "lines token:role, of which operator's is taken, or one token",
        "(default: $POSTSEAL_REGISTRY_TOKEN_FILE or",
        "$POSTSEAL_RELAY_TOKEN_FILE, else registry-tokens in --data)"
      })
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "certificates, PEM, that vouch for an https service (default: the JDK's)")
  private @Nullable Path certificates;

  @Option(names = "--json", description = "print what the service answers")
  private boolean json;

  protected ServiceOptions(ServiceClient.Service service) {
    this.service = service;
  }

  /** Whether programs read the output, not people. */
  public final boolean wantsJson() {
    return json;
  }

  /** The gateway that is meant. */
  public final DataOption gateway() {
    return gateway;
  }

  /** A client; an argument that cannot be used ends the command with status 2. */
  public final ServiceClient client() {
    var at = address();
    var file = tokenFile();
    try {
      return new ServiceClient(service, at, RegistryToken.read(file, ROLE), certificates);
    } catch (UncheckedIOException e) {
      throw unusable(
          "cannot read the token file "
              + file
              + "; --data names the gateway's data directory, --token-file another file");
    } catch (IllegalArgumentException e) {
      throw unusable("no operator's token in " + file);
    } catch (IOException e) {
      throw unusable("cannot use the certificates in " + certificates + ": " + e.getMessage());
    }
  }

  private URI address() {
    try {
      var at = url == null ? URI.create(variable("_URL").orElseGet(gateway::url)) : url;
      if (at.getHost() == null
          || !("http".equals(at.getScheme()) || "https".equals(at.getScheme()))) {
        throw unusable("not an http or https URL: " + at);
      }
      return at;
    } catch (IllegalArgumentException e) {
      throw unusable("not an http or https URL: " + e.getMessage());
    }
  }

  private Path tokenFile() {
    return tokenFile == null
        ? variable("_TOKEN_FILE").map(Path::of).orElseGet(() -> gateway.file("registry-tokens"))
        : tokenFile;
  }

  private Optional<String> variable(String end) {
    return Optional.ofNullable(
            System.getenv("POSTSEAL_" + service.name().toUpperCase(Locale.ROOT) + end))
        .filter(value -> !value.isEmpty());
  }

  public final ParameterException unusable(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
