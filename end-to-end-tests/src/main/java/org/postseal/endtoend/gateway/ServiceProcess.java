package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One service, or the standalone gateway, in a process of its own. Its working directory holds its
 * settings ({@code config/application.properties}, mode 0600, since they may contain secrets) and
 * what it prints ({@code log.txt}). It does not outlive this JVM, unless this JVM is killed.
 */
public final class ServiceProcess implements OwnProcess {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final Set<ServiceProcess> RUNNING = ConcurrentHashMap.newKeySet();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().unstarted(() -> RUNNING.forEach(ServiceProcess::kill)));
  }

  private final ServicePlan plan;
  private @Nullable Process process;

  private ServiceProcess(ServicePlan plan) {
    this.plan = plan;
  }

  /** Starts it and returns at once; see {@link #awaitReady}. */
  public static ServiceProcess start(ServicePlan plan) {
    var service = new ServiceProcess(plan);
    service.startAgain();
    return service;
  }

  /** Starts it once more with the same plan, after {@link #stop} or {@link #kill}. */
  @Override
  public void startAgain() {
    if (isRunning()) {
      throw new IllegalStateException(plan.application() + " runs already");
    }
    try {
      writeSettings();
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(plan.javaOptions());
      command.add("-jar");
      command.add(plan.application().jar(plan.repository()).toString());
      var builder =
          new ProcessBuilder(command)
              .directory(plan.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().keySet().removeIf(ServiceProcess::isSetting);
      builder.environment().putAll(plan.environment());
      process = builder.start();
      RUNNING.add(this);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + plan.application(), e);
    }
  }

  /** Variables of our own environment must not change what the plan says. */
  private static boolean isSetting(String variable) {
    return variable.startsWith("POSTSEAL_")
        || variable.startsWith("QUARKUS_")
        || variable.startsWith("KAFKA_");
  }

  /**
   * Waits until it says it is ready to serve.
   *
   * @throws IllegalStateException with the end of its log, if it ends or the limit passes
   */
  @Override
  public ServiceProcess awaitReady(Duration limit) {
    try {
      return Waiting.until(
          plan.application().module() + " ready",
          limit,
          () -> {
            if (!isRunning()) {
              throw new IllegalStateException(plan.application().module() + " ended");
            }
            return isReady() ? Optional.of(this) : Optional.empty();
          });
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "; its log ends:\n" + logEnd(40), e);
    }
  }

  /** Whether its readiness probe says UP now. */
  public boolean isReady() {
    var probe = HttpRequest.newBuilder(http("/q/health/ready")).timeout(Duration.ofSeconds(5));
    try {
      return HTTP.send(probe.build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** An address on its HTTP port. */
  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + plan.httpPort() + path);
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /**
   * SIGTERM, then waits for the end.
   *
   * @throws IllegalStateException if it does not end in 40 s; it is killed then
   */
  @Override
  public void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException(
            plan.application().module() + " did not stop; its log ends:\n" + logEnd(40));
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(this);
  }

  /** SIGKILL, then waits for the end. */
  @Override
  public void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
      RUNNING.remove(this);
    }
  }

  /**
   * Waits until it ends by itself; its exit status.
   *
   * @throws IllegalStateException if it still runs when the limit passes
   */
  public int awaitEnd(Duration limit) {
    if (process == null) {
      throw new IllegalStateException(plan.application() + " was not started");
    }
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(plan.application().module() + " still runs: " + logEnd(10));
      }
      RUNNING.remove(this);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What it printed, of all its starts. */
  public Path log() {
    return plan.directory().resolve("log.txt");
  }

  /** The last lines it printed. */
  public String logEnd(int lines) {
    try {
      var all = Files.readAllLines(log(), StandardCharsets.UTF_8);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  /** Its process id, for measuring. */
  @Override
  public long pid() {
    if (process == null) {
      throw new IllegalStateException(plan.application() + " does not run");
    }
    return process.pid();
  }

  private void writeSettings() throws IOException {
    var file = plan.directory().resolve("config/application.properties");
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    var lines = new ArrayList<String>();
    plan.settings().forEach((key, value) -> lines.add(escaped(key) + "=" + escaped(value)));
    lines.add("quarkus.http.port=" + plan.httpPort());
    Files.write(file, lines, StandardCharsets.ISO_8859_1);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("=", "\\=").replace(":", "\\:");
  }
}
