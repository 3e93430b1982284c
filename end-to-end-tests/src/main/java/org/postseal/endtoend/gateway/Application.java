package org.postseal.endtoend.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import org.postseal.topics.TopicPrincipal;

/** The applications that the build packages, each in a module of its own. */
public enum Application {
  STANDALONE("standalone"),
  INGRESS("ingress-smtp"),
  SIGNER("signer"),
  VERIFIER("verifier"),
  REGISTRY("key-registry"),
  RELAY("relay");

  private final String module;

  Application(String module) {
    this.module = module;
  }

  /** The module's name, as it appears in the build. */
  public String module() {
    return module;
  }

  /**
   * Whom the broker knows it as, where it has a broker beside it.
   *
   * @throws IllegalArgumentException if it is its own broker's only client
   */
  public TopicPrincipal principal() {
    return switch (this) {
      case INGRESS -> TopicPrincipal.INGRESS_SMTP;
      case SIGNER -> TopicPrincipal.SIGNER;
      case VERIFIER -> TopicPrincipal.VERIFIER;
      case REGISTRY -> TopicPrincipal.KEY_REGISTRY;
      case RELAY -> TopicPrincipal.RELAY;
      case STANDALONE -> throw new IllegalArgumentException("it is its own broker's only client");
    };
  }

  /**
   * The jar to run.
   *
   * @param repository the source tree that it was built in
   * @throws IllegalStateException if the build has not packaged it
   */
  Path jar(Path repository) {
    var jar = repository.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          module + " is not packaged: run mvn package -pl " + module + " -am");
    }
    return jar;
  }

  /** The top of the source tree, found from the working directory upwards. */
  public static Path repository() {
    var start = Path.of("").toAbsolutePath();
    for (var at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("postseal")) && Files.exists(at.resolve("pom.xml"))) {
        return at;
      }
    }
    throw new IllegalStateException("no source tree of Postseal above " + start);
  }
}
