package org.postseal.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code docs/asyncapi.yaml} as it lies in the repository. */
record AsyncApi(JsonNode root) {

  static AsyncApi read() {
    var file =
        Stream.iterate(Path.of("").toAbsolutePath(), dir -> dir != null, Path::getParent)
            .map(dir -> dir.resolve("docs/asyncapi.yaml"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    try {
      return new AsyncApi(new YAMLMapper().readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node itself, or what it refers to; a reference that leads nowhere is a missing node. */
  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? resolve(root.at(node.get("$ref").asText().substring(1))) : node;
  }

  JsonNode message(String name) {
    return root.at("/components/messages/" + name);
  }

  /** Every declaration of a property in the document's schemas. */
  List<JsonNode> properties() {
    return root.at("/components/schemas").findValues("properties").stream()
        .flatMap(JsonNode::valueStream)
        .toList();
  }

  static List<String> words(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
