package org.postseal.authentication.corpus;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postseal.authentication.dns.FakeDns;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One scenario of ValiMail's suite. It is read as nodes, because some keys stand twice and a map
 * would lose the first of them.
 */
record ArcScenario(MappingNode root) {
  static List<ArcScenario> read(String file) {
    var scenarios = new ArrayList<ArcScenario>();
    String text = Corpora.read(Corpora.folder("arc-suite-valimail").resolve("tests").resolve(file));
    for (Node document : new Yaml().composeAll(new StringReader(text))) {
      scenarios.add(new ArcScenario((MappingNode) document));
    }
    return scenarios;
  }

  List<NodeTuple> tests() {
    return ((MappingNode) find("tests")).getValue();
  }

  FakeDns dns() {
    var dns = new FakeDns();
    for (NodeTuple tuple : ((MappingNode) find("txt-records")).getValue()) {
      if (!text(tuple.getValueNode()).isEmpty()) {
        dns.txt(text(tuple.getKeyNode()), text(tuple.getValueNode()));
      }
    }
    return dns;
  }

  String value(String key) {
    return text(find(key));
  }

  private Node find(String key) {
    return root.getValue().stream()
        .filter(tuple -> text(tuple.getKeyNode()).equals(key))
        .findFirst()
        .orElseThrow()
        .getValueNode();
  }

  static Map<String, String> values(Node mapping) {
    Map<String, String> values = new HashMap<>();
    ((MappingNode) mapping)
        .getValue()
        .forEach(tuple -> values.put(text(tuple.getKeyNode()), text(tuple.getValueNode())));
    return values;
  }

  static String text(Node scalar) {
    return ((ScalarNode) scalar).getValue();
  }
}
