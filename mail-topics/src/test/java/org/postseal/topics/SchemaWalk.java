package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Walks values along their schemas. What a value has, its schema must declare; and the walk
 * remembers what it has met, so that a test can find what is declared and never written.
 *
 * <p>Knows the words of JSON Schema that {@code docs/asyncapi.yaml} uses, and no others.
 */
final class SchemaWalk {
  private final AsyncApi document;
  private final Set<JsonNode> present = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<JsonNode> absent = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<JsonNode> required = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> words = new HashSet<>();

  SchemaWalk(AsyncApi document) {
    this.document = document;
  }

  void check(JsonNode value, JsonNode reference, String where) {
    var schema = document.resolve(reference);
    assertThat(schema.isMissingNode()).as("schema of %s", where).isFalse();
    schema.path("allOf").forEach(part -> check(value, part, where));
    switch (schema.path("type").asText()) {
      case "object" -> assertThat(value.isObject()).as("%s is an object", where).isTrue();
      case "array" ->
          value.forEach(element -> check(element, schema.get("items"), where + "/element"));
      case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
      case "string" -> checkText(value, schema, where);
      case "" -> {
        if (value.isTextual()) {
          checkText(value, schema, where);
        }
      }
      default -> throw new AssertionError("unknown type in the schema of " + where);
    }
    if (schema.has("properties")) {
      checkProperties(value, schema, where);
    }
    if (schema.path("additionalProperties").isObject()) {
      value.forEach(any -> check(any, schema.get("additionalProperties"), where + "/any"));
    }
  }

  private void checkProperties(JsonNode value, JsonNode schema, String where) {
    if (schema.has("type") && !schema.path("additionalProperties").asBoolean()) {
      assertThat(schema.get("properties").propertyStream().map(e -> e.getKey()))
          .as("properties of %s", where)
          .containsAll(value.propertyStream().map(e -> e.getKey()).toList());
    }
    var mustBe = AsyncApi.words(schema.path("required"));
    for (var property : schema.get("properties").properties()) {
      var name = property.getKey();
      if (mustBe.contains(name)) {
        required.add(property.getValue());
        assertThat(value.has(name)).as("%s has %s", where, name).isTrue();
      }
      if (value.has(name)) {
        present.add(property.getValue());
        check(value.get(name), property.getValue(), where + "/" + name);
      } else {
        absent.add(property.getValue());
      }
    }
  }

  private void checkText(JsonNode value, JsonNode schema, String where) {
    assertThat(value.isTextual()).as("%s is text", where).isTrue();
    var text = value.asText();
    if (schema.has("enum")) {
      assertThat(AsyncApi.words(schema.get("enum"))).as(where).contains(text);
      words.add(text);
    }
    if (schema.has("pattern")) {
      assertThat(text).as(where).containsPattern(schema.get("pattern").asText());
    }
    if (schema.path("format").asText().equals("date-time")) {
      assertThat(Instant.parse(text)).as(where).isNotNull();
    }
    if (schema.has("contentEncoding")) {
      assertThat(Base64.getDecoder().decode(text)).as(where).isNotEmpty();
    }
    if (schema.has("x-content-schema")) {
      check(json(text), schema.get("x-content-schema"), where);
    }
  }

  /** Properties and words that are declared, but that no value so far had. */
  void assertNothingWasDeclaredInVain() {
    for (var property : document.properties()) {
      assertThat(present).as("written sometimes: %s", property).contains(property);
      assertThat(required.contains(property) || absent.contains(property))
          .as("left out sometimes, or else required: %s", property)
          .isTrue();
    }
    for (var list : document.root().findValues("enum")) {
      assertThat(words).containsAll(AsyncApi.words(list));
    }
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
