package org.postseal.standalone;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.postseal.commandline.gateway.RunningGateway;
import org.postseal.console.page.SignInLink;
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
  private final SignInLink signInLink;
  private final int httpPort;

  StartupSummary(
      StandaloneSettings settings,
      IngressSettings ingressSettings,
      Ingress ingress,
      SignInLink signInLink,
      VertxHttpConfig http) {
    this.signInLink = signInLink;
    this.httpPort = http.port();
    this.settings = settings;
    this.ingressSettings = ingressSettings;
    this.ingress = ingress;
  }

  /** Lets commands find it; see {@link RunningGateway}. */
  void note(@Observes @Priority(AFTER_THE_SERVICES) StartupEvent event) {
    try {
      running().note();
    } catch (IOException e) {
      LOG.warnf("commands need --data: this gateway could not be noted: %s", e);
    }
  }

  void forget(@Observes ShutdownEvent event) {
    try {
      running().forget();
    } catch (IOException e) {
      LOG.debugf("the note of this gateway stays: %s", e);
    }
  }

  private RunningGateway running() {
    return new RunningGateway(
        ProcessHandle.current().pid(),
        settings.data().toAbsolutePath().normalize(),
        root(),
        ingressSettings.enabled() ? ingress.port(Listener.SUBMISSION) : 0);
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
          console                   %s
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
            signInLink
                .offer(root())
                .map(file -> "open the link in " + file + " in a browser; it works once")
                .orElse("not here"),
            nextSteps(data));
  }

  private String root() {
    return "http://127.0.0.1:" + httpPort;
  }

  private static String nextSteps(Path data) {
    return Files.exists(data.resolve("accounts"))
        ? "Ctrl-C lets open sessions finish and stops it."
        : """
        To send signed mail and to receive, for a domain of yours (example.org), type in another terminal:
          {postseal} domains set example.org --local --sign --policy all{data}
          {postseal} keys create example.org{data}
          {postseal} keys publish example.org{data}        put this into the DNS
          {postseal} keys activate KEY{data}               when the DNS has it
          {postseal} accounts set --generate alice alice@example.org{data}
        Ctrl-C lets open sessions finish and stops it."""
            .replace("{postseal}", System.getProperty("launcher.name", "./postseal"))
            .replace("{data}", dataOption(data));
  }

  /** Nothing for the directory that commands take by themselves. */
  private static String dataOption(Path data) {
    if (data.equals(Path.of("data").toAbsolutePath().normalize())) {
      return "";
    }
    var text = data.toString();
    return " --data "
        + (text.matches("[\\w./@%+,:-]+") ? text : "'" + text.replace("'", "'\\''") + "'");
  }
}
