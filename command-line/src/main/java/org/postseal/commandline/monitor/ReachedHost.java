package org.postseal.commandline.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Which host an outcome came from, and how it was spoken to, as people read it. */
public final class ReachedHost {
  private ReachedHost() {}

  /**
   * Such as {@code mx1.example.net TLSv1.3 mta-sts=met}.
   *
   * @param via of an event on {@code mail.deliveries}; missing if there was no host
   */
  public static Optional<String> of(JsonNode via) {
    return text(via, "host")
        .map(
            host -> {
              var tls = text(via, "tls").map(version -> " " + version).orElse("");
              var result = text(via, "policyResult").map(word -> "=" + word).orElse("");
              var policy = text(via, "policy").map(word -> " " + word + result).orElse("");
              return host + tls + policy;
            });
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }
}
