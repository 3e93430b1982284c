package org.postseal.endtoend.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.postseal.broker.EmbeddedBroker;

/**
 * A standalone gateway in a process of its own, on free ports of loopback that it keeps when it is
 * started again.
 */
public final class Gateway implements RunningGateway {
  private final GatewayPlan plan;
  private final Ports ports;
  private final ServiceProcess process;

  private Gateway(GatewayPlan plan, Ports ports) {
    this.plan = plan;
    this.ports = ports;
    this.process =
        ServiceProcess.start(
            new ServicePlan(
                    Application.STANDALONE,
                    plan.directory(),
                    ports.http(),
                    settings(plan, ports),
                    plan.javaOptions())
                .builtIn(plan.repository()));
  }

  /** Starts it and returns at once; see {@link #awaitReady}. */
  public static Gateway start(GatewayPlan plan) {
    return new Gateway(plan, Ports.free());
  }

  @Override
  public Gateway awaitReady(Duration limit) {
    process.awaitReady(limit);
    return this;
  }

  @Override
  public Ports ports() {
    return ports;
  }

  /** The process: to stop, kill, start again, and for its log. */
  public ServiceProcess process() {
    return process;
  }

  @Override
  public RegistryApi registry() {
    return new RegistryApi(process, data().resolve("registry-tokens"));
  }

  @Override
  public GatewayPlan plan() {
    return plan;
  }

  @Override
  public Path log() {
    return process.log();
  }

  /** A route of the relay into this gateway's directory, one Maildir for each local-part. */
  public static String maildirRoute(Path directory) {
    return "maildir:" + directory.toAbsolutePath().resolve("mail") + "/{local-part}";
  }

  @Override
  public Map<String, String> kafkaSettings() {
    return EmbeddedBroker.clientSettings(data(), ports.broker());
  }

  /** The same as settings of a service. */
  public Map<String, String> kafkaSettingsOfService() {
    var settings = new HashMap<String, String>();
    kafkaSettings().forEach((key, value) -> settings.put("kafka." + key, value));
    return settings;
  }

  @Override
  public void close() {
    process.close();
  }

  private static Map<String, String> settings(GatewayPlan plan, Ports ports) {
    var settings = new HashMap<String, String>();
    settings.put("postseal.standalone.data", plan.data().toString());
    settings.put("postseal.standalone.broker-port", Integer.toString(ports.broker()));
    settings.put("postseal.standalone.host-name", plan.hostName());
    settings.put("postseal.ingress.host", "127.0.0.1");
    settings.put("postseal.ingress.mx.port", Integer.toString(ports.mx()));
    settings.put("postseal.ingress.submission.port", Integer.toString(ports.submission()));
    settings.put("postseal.ingress.submissions.port", Integer.toString(ports.submissions()));
    settings.putAll(plan.settings());
    return settings;
  }
}
