package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The overlays of kustomize and the chart make the same objects. Allowed to differ are: labels and
 * annotations, digests in names of ConfigMaps, comments in properties files, the namespace (Helm
 * makes it with {@code --create-namespace}), and what belongs to the pod of the command line, which
 * is switched off here.
 */
@Tag("interop")
class ChartAndKustomizeTest {
  private static final ObjectMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();
  private static final Set<String> LABELS = Set.of("labels", "annotations", "creationTimestamp");

  @TempDir private static Path scratch;

  @Test
  void productionIsTheSame() {
    assertSame("production");
  }

  @Test
  void aSingleNodeIsTheSame() {
    assertSame("single-node");
  }

  private static void assertSame(String name) {
    var byKustomize =
        objects(
            Kubectl.installed().render(Manifests.directory().resolve("overlays").resolve(name)));
    assertThat(byKustomize.remove("v1 Namespace postseal")).isNotNull();
    var values = Manifests.text(Chart.valueSet(name)) + "commandLine: {enabled: false}\n";
    var byChart = objects(new Chart(scratch.resolve(name)).render(scratch, values));

    assertThat(byChart.keySet()).isEqualTo(byKustomize.keySet()).hasSizeGreaterThan(60);
    byChart.forEach((object, one) -> assertThat(one).as(object).isEqualTo(byKustomize.get(object)));
  }

  private static Map<String, JsonNode> objects(Manifests manifests) {
    var configMaps = manifests.of(ConfigMap.class).map(map -> map.getMetadata().getName()).toList();
    var objects = new TreeMap<String, JsonNode>();
    for (var manifest : manifests.all()) {
      var object = JSON.valueToTree(manifest.model());
      var name =
          configMaps.contains(manifest.name())
              ? RenderedSettings.unhashed(manifest.name())
              : manifest.name();
      objects.put(manifest.kind() + " " + name, comparable(object, configMaps));
    }
    return objects;
  }

  /** The same without what may differ, lists of named things in the order of their names. */
  private static JsonNode comparable(JsonNode node, List<String> configMaps) {
    if (node.isObject()) {
      var object = JSON.createObjectNode();
      node.properties().stream()
          .filter(field -> !allowed(field.getKey(), node))
          .forEach(
              field ->
                  object.set(field.getKey(), value(field.getKey(), field.getValue(), configMaps)));
      return object;
    }
    if (node.isArray()) {
      var list =
          StreamSupport.stream(node.spliterator(), false)
              .map(one -> comparable(one, configMaps))
              .sorted(Comparator.comparing(one -> one.path("name").asText()))
              .toList();
      return JSON.createArrayNode().addAll(list);
    }
    return node;
  }

  private static boolean allowed(String field, JsonNode within) {
    if (field.equals("namespace")) {
      return within.has("name");
    }
    return LABELS.contains(field) && !within.has("alert");
  }

  private static JsonNode value(String field, JsonNode value, List<String> configMaps) {
    if (field.equals("application.properties")) {
      return JSON.valueToTree(RenderedSettings.read(value.asText()));
    }
    if (value.isTextual() && configMaps.contains(value.asText())) {
      return JSON.getNodeFactory().textNode(RenderedSettings.unhashed(value.asText()));
    }
    if (field.equals("image") && !value.asText().contains(":")) {
      return JSON.getNodeFactory().textNode(value.asText() + ":0.1.0");
    }
    return comparable(value, configMaps);
  }
}
