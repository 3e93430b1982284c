package org.postseal.commandline.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.gateway.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code postseal up}: a whole gateway in one process. Its options are settings with shorter names;
 * see {@link #settings}.
 */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "A whole gateway in this terminal. Ctrl-C or SIGTERM lets open sessions finish and stops it.",
      "Settings come from -D, from these options, from the environment and from"
          + " postseal.properties ($POSTSEAL_CONFIG, the working directory, /etc/postseal), in that"
          + " order."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was stopped",
      "1:it cannot start or go on: a port in use, no room, a broken disk",
      "2:an option that cannot be used",
      "78:settings that cannot be right, or a data directory that cannot be used"
    })
public final class UpCommand implements Callable<Integer> {
  private static final String LOCATIONS = "smallrye.config.locations";

  /** The environment has 300, system properties have 400. */
  private static final int BELOW_ENVIRONMENT = 260;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "what must survive a restart (default: ./data)")
  private @Nullable Path data;

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description = {
        "this system's name in the DNS, as other servers know it",
        "(default: the machine's own name)"
      })
  private @Nullable String hostName;

  @Option(
      names = "--route",
      paramLabel = "DOMAIN=ROUTE",
      description = {
        "where mail for a domain goes: maildir:/var/mail/{local-part}, lmtp:HOST:PORT,",
        "smtp:HOST:PORT or mx; may be repeated (default for all: mx)"
      })
  private Map<String, String> routes = new LinkedHashMap<>();

  @Option(
      names = "--mx-port",
      paramLabel = "N",
      description = "other servers bring mail here (default: 2525)")
  private @Nullable Integer mxPort;

  @Option(
      names = "--submission-port",
      paramLabel = "N",
      description = "users submit here, STARTTLS (default: 2587)")
  private @Nullable Integer submissionPort;

  @Option(
      names = "--submissions-port",
      paramLabel = "N",
      description = "users submit here, TLS from the first octet (default: 2465)")
  private @Nullable Integer submissionsPort;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "API, health and metrics, on loopback (default: 8080)")
  private @Nullable Integer httpPort;

  @Option(
      names = "--broker-port",
      paramLabel = "N",
      description = "the embedded Kafka broker, on loopback (default: 9092)")
  private @Nullable Integer brokerPort;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings, in place of postseal.properties")
  private @Nullable Path config;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      mapFallbackValue = "true",
      description = "any other setting: docs/settings.md")
  private Map<String, String> others = new LinkedHashMap<>();

  private final Map<String, String> settings = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    if (config != null && !Files.isReadable(config)) {
      throw new ParameterException(spec().commandLine(), "cannot read " + config);
    }
    put("postseal.standalone.data", data);
    put("postseal.standalone.host-name", hostName);
    put("postseal.standalone.broker-port", brokerPort);
    put("postseal.ingress.mx.port", mxPort);
    put("postseal.ingress.submission.port", submissionPort);
    put("postseal.ingress.submissions.port", submissionsPort);
    put("quarkus.http.port", httpPort);
    routes.forEach((domain, route) -> put("postseal.relay.routes.\"" + domain + "\"", route));
    put(LOCATIONS, location());
    settings.putAll(others);
    return 0;
  }

  private @Nullable String location() throws IOException {
    var file = config == null ? SettingsFile.find().orElse(null) : config;
    return file == null ? null : rankedBelowOptions(file).toUri().toString();
  }

  /**
   * A copy that says itself that options and the environment go before it: files that are named by
   * a system property rank as high as that otherwise. It has the name of the file, for messages.
   */
  private static Path rankedBelowOptions(Path file) throws IOException {
    var directory = Files.createTempDirectory("postseal");
    var copy = directory.resolve(file.getFileName());
    directory.toFile().deleteOnExit();
    copy.toFile().deleteOnExit();
    Files.writeString(copy, "config_ordinal=" + BELOW_ENVIRONMENT + "\n" + Files.readString(file));
    return copy;
  }

  private void put(String key, @Nullable Object value) {
    if (value != null) {
      settings.put(key, value.toString());
    }
  }

  /** What was said, as settings; once the command was executed. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
