package org.postseal.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.ZoneServer;

/**
 * What people complain about and what forgers try: each case with the DNS it needs and the right
 * answer, through {@code check} as it is typed. The cases lie beside the other corpora.
 */
class FieldCasesTest {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    var cases = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(file())) {
      cases.add(Batch.JSON.readTree(line));
    }
    assertThat(cases).isNotEmpty();
    return cases.stream()
        .map(each -> DynamicTest.dynamicTest(each.path("id").asText(), () -> check(each)));
  }

  private static Path file() {
    String named = System.getenv("POSTSEAL_CORPORA");
    Path file =
        Path.of(named == null ? "../../shared/corpora" : named).resolve("field/cases.ndjson");
    Assumptions.assumeTrue(
        Files.exists(file),
        () -> "no cases at " + file + "; POSTSEAL_CORPORA names where the corpora lie");
    return file;
  }

  private void check(JsonNode each) throws IOException {
    try (var dns = ZoneServer.start()) {
      serve(dns, each.path("zone"));
      var result = evaluate(each, dns);
      each.path("expect")
          .properties()
          .forEach(
              expected ->
                  assertThat(meets(place(result, expected.getKey()), expected.getValue()))
                      .as(
                          "%s is to be %s because %s: %s",
                          expected.getKey(), expected.getValue(), each.path("right"), result)
                      .isTrue());
    }
  }

  private JsonNode evaluate(JsonNode each, ZoneServer dns) throws IOException {
    ObjectNode line = each.path("options").deepCopy();
    line.set("id", each.path("id"));
    line.set("message", each.path("message"));
    var flags = line.path("flags");
    line.remove("flags");
    var cases = Files.writeString(folder.resolve("case.ndjson"), line + "\n");
    var arguments = new ArrayList<String>(List.of("check"));
    arguments.addAll(List.of("--resolver", "127.0.0.1:" + dns.address().getPort()));
    flags.forEach(flag -> arguments.add(flag.asText()));
    arguments.addAll(List.of("--batch", cases.toString()));
    var output = CommandOutput.of(arguments.toArray(String[]::new));
    assertThat(output.status()).as(output.errors()).isZero();
    return Batch.JSON.readTree(output.text());
  }

  private static void serve(ZoneServer dns, JsonNode zone) {
    zone.properties()
        .forEach(
            name ->
                name.getValue()
                    .properties()
                    .forEach(
                        type ->
                            type.getValue()
                                .forEach(data -> add(dns, name.getKey(), type.getKey(), data))));
  }

  private static void add(ZoneServer dns, String name, String type, JsonNode data) {
    switch (type) {
      case "TXT" -> dns.txt(name, octets(data.asText()));
      case "A", "AAAA" -> dns.address(name, data.asText());
      case "MX" -> dns.mx(name, data.path(0).asInt(), data.path(1).asText());
      case "CNAME" -> dns.cname(name, data.asText());
      case "PTR" -> dns.zoneText(name + ". 300 IN PTR " + data.asText() + ".\n");
      default -> throw new IllegalArgumentException("a record of type " + type);
    }
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static JsonNode place(JsonNode result, String name) {
    return switch (name) {
      case "decision" -> result.at("/decision/action");
      case "dkim" -> result.at("/dkim/0/result");
      default ->
          name.contains(".")
              ? result.at("/" + name.replace('.', '/'))
              : result.at("/" + name + "/result");
    };
  }

  private static boolean meets(JsonNode actual, JsonNode expected) {
    return expected.has("not")
        ? !actual.isMissingNode() && !actual.equals(expected.path("not"))
        : actual.equals(expected);
  }
}
