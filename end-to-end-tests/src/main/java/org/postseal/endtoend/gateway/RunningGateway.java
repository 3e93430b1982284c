package org.postseal.endtoend.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.maildir.MaildirFolder;

/** A gateway that mail can be brought to, however many processes it is. */
public sealed interface RunningGateway extends AutoCloseable permits Gateway, FiveServices {

  /** The ports it listens on; the HTTP port is that of its registry. */
  record Ports(int mx, int submission, int submissions, int http, int broker) {
    /** Free ones of loopback. */
    public static Ports free() {
      return new Ports(
          FreePorts.one(), FreePorts.one(), FreePorts.one(), FreePorts.one(), FreePorts.one());
    }
  }

  /** Waits until all its services are ready. */
  RunningGateway awaitReady(Duration limit);

  Ports ports();

  /** What it was started with. */
  GatewayPlan plan();

  /** Its registry, with the operator's token. */
  RegistryApi registry();

  /** How a Kafka client that may do everything reaches its broker; contains a secret. */
  Map<String, String> kafkaSettings();

  /** What it prints; of several processes that of the ingress. */
  Path log();

  @Override
  void close();

  /** Where Kafka's log and the secrets lie. */
  default Path data() {
    return plan().data();
  }

  /** The Maildir of a user of a domain with the route {@link Gateway#maildirRoute}. */
  default MaildirFolder maildir(String localPart) {
    return new MaildirFolder(plan().directory().resolve("mail").resolve(localPart));
  }
}
