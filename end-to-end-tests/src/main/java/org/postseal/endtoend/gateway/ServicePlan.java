package org.postseal.endtoend.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a process is started with.
 *
 * @param directory its working directory, created if absent
 * @param httpPort of its health, metrics and API
 * @param settings as in {@code application.properties}
 * @param environment variables beside those of this process
 * @param javaOptions of its JVM
 * @param repository the source tree it was built in, this one or that of another version
 */
public record ServicePlan(
    Application application,
    Path directory,
    int httpPort,
    Map<String, String> settings,
    Map<String, String> environment,
    List<String> javaOptions,
    Path repository) {

  /** Starts fast and stays small: for everything but measurements. */
  public static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  public ServicePlan {
    settings = Map.copyOf(settings);
    environment = Map.copyOf(environment);
    javaOptions = List.copyOf(javaOptions);
  }

  /** A plan for what this source tree has built. */
  public ServicePlan(
      Application application,
      Path directory,
      int httpPort,
      Map<String, String> settings,
      Map<String, String> environment,
      List<String> javaOptions) {
    this(
        application,
        directory,
        httpPort,
        settings,
        environment,
        javaOptions,
        Application.repository());
  }

  /** A plan that adds nothing to the environment. */
  public ServicePlan(
      Application application,
      Path directory,
      int httpPort,
      Map<String, String> settings,
      List<String> javaOptions) {
    this(application, directory, httpPort, settings, Map.of(), javaOptions);
  }

  /** The same of another version. */
  public ServicePlan builtIn(Path anotherRepository) {
    return new ServicePlan(
        application, directory, httpPort, settings, environment, javaOptions, anotherRepository);
  }
}
