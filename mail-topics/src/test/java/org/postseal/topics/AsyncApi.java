package org.postseal.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/** {@code docs/asyncapi.yaml} as it lies in the repository. */
record AsyncApi(JsonNode root) {

  static AsyncApi read() {
    try {
      return new AsyncApi(new YAMLMapper().readTree(RepositoryFile.text("docs/asyncapi.yaml")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("docs/asyncapi.yaml is no YAML", e);
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
