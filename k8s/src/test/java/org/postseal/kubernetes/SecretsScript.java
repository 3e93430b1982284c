package org.postseal.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code k8s/create-secrets.sh} makes; each line {@code secret NAME KEY…} makes one. */
final class SecretsScript {
  private static final Pattern LINE = Pattern.compile("^secret ([a-z-]+)((?: [a-z-]+)+)$");

  private static final Pattern SPACE = Pattern.compile(" ");

  private SecretsScript() {}

  static Map<String, Set<String>> secrets() {
    var secrets = new HashMap<String, Set<String>>();
    Manifests.text(Manifests.directory().resolve("create-secrets.sh"))
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line ->
                secrets.put(
                    line.group(1),
                    Set.copyOf(SPACE.splitAsStream(line.group(2).strip()).toList())));
    return secrets;
  }
}
