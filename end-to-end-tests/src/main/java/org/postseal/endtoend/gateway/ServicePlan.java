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
 */
public record ServicePlan(
    Application application,
    Path directory,
    int httpPort,
    Map<String, String> settings,
    Map<String, String> environment,
    List<String> javaOptions) {

  /** Starts fast and stays small: for everything but measurements. */
  public static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  public ServicePlan {
    settings = Map.copyOf(settings);
    environment = Map.copyOf(environment);
    javaOptions = List.copyOf(javaOptions);
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
}
