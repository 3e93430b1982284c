package org.postseal.standalone;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.wiring.Ingress;

/** Tells an operator, once all services run, where they are and what to do next. No secrets. */
@ApplicationScoped
class StartupSummary {
  private static final Logger LOG = Logger.getLogger(StartupSummary.class);
  private static final int AFTER_THE_SERVICES = 10_000;

  private final StandaloneSettings settings;
  private final IngressSettings ingressSettings;
  private final Ingress ingress;

  StartupSummary(StandaloneSettings settings, IngressSettings ingressSettings, Ingress ingress) {
    this.settings = settings;
    this.ingressSettings = ingressSettings;
    this.ingress = ingress;
  }

  void print(@Observes @Priority(AFTER_THE_SERVICES) StartupEvent event) {
    LOG.info("\n" + text());
  }

  private String text() {
    var data = settings.data().toAbsolutePath().normalize();
    return """
        %s is up
          mail of other servers     %s
          mail of your users        %s
          data, secrets, accounts   %s
          Kafka                     127.0.0.1:%d, authenticated; %s
        %s"""
        .formatted(
            settings.hostName().orElse("postseal"),
            ingressSettings.enabled() ? "port " + ingress.port(Listener.MX) : "not here",
            ingressSettings.enabled()
                ? "port %d (STARTTLS) and %d (TLS)"
                    .formatted(
                        ingress.port(Listener.SUBMISSION), ingress.port(Listener.SUBMISSIONS))
                : "not here",
            data,
            settings.brokerPort(),
            switch (settings.durability()) {
              case DISK -> "250 means: on disk";
              case PAGE_CACHE -> "250 means: in the page cache, lost if the machine dies";
            },
            nextSteps(data));
  }

  private static String nextSteps(Path data) {
    return Files.exists(data.resolve("accounts"))
        ? "Ctrl-C lets open sessions finish and stops it."
        : """
        To send signed mail and to receive, for a domain of yours:
          ./postseal domains set example.org --local --sign --policy all
          ./postseal keys create example.org       then put into the DNS what this prints:
          ./postseal keys dns example.org          and, when the DNS has it, ./postseal keys activate
          ./postseal accounts set --generate alice alice@example.org
        Ctrl-C lets open sessions finish and stops it."""
            .stripTrailing();
  }
}
