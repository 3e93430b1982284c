package org.postseal.settings;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertyNamesMatcher;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Keys that nobody reads: misspelt ones, mostly. Whatever is below {@code postseal.} in files and
 * in {@code -D} must be known; of the environment only what begins like a service's own variables,
 * since others (this project's tools, Kubernetes for its Services) put theirs there too.
 */
final class UnknownKeys {
  private static final String ROOT = "postseal.";

  /**
   * The first words of all services' keys, of those too that are not in this process; and theirs
   * all.
   */
  private static final Set<String> SERVICES =
      Set.of("ingress", "signer", "verifier", "registry", "relay", "standalone", "http");

  /** Keys of libraries, which are no settings of a service. */
  private static final Set<String> OTHER_KEYS = Set.of("postseal.native-cryptography");

  /** What Kubernetes says of a Service: RELAY_SERVICE_HOST, RELAY_PORT_25_TCP_ADDR and the like. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("SERVICE_(HOST|PORT(_\\w+)?)|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

  private static final Pattern LINKED_PORT = Pattern.compile("(tcp|udp|sctp)://.*");
  private static final int MOST_EDITS = 3;

  private final List<DeclaredSettings> declared;
  private final Set<String> known;
  private final Set<String> variables;
  private final PropertyNamesMatcher matcher;

  UnknownKeys(List<DeclaredSettings> declared) {
    this.declared = declared;
    this.known =
        declared.stream()
            .flatMap(each -> SettingsCheck.keys(each).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    this.variables = known.stream().map(UnknownKeys::variable).collect(Collectors.toSet());
    this.matcher =
        ConfigMappings.propertyNamesMatcher(
            declared.stream().map(each -> ConfigClass.configClass(each.type())).toList());
  }

  /** What is wrong, a line each. */
  List<String> in(SmallRyeConfig config) {
    var lines = new TreeMap<String, String>();
    for (var source : config.getConfigSources()) {
      if (source instanceof EnvConfigSource) {
        inEnvironment(source, lines);
      } else {
        inProperties(source, lines);
      }
    }
    return new ArrayList<>(lines.values());
  }

  private void inProperties(ConfigSource source, Map<String, String> lines) {
    for (var key : source.getPropertyNames()) {
      if (key.startsWith(ROOT) && !isKnown(key)) {
        lines.put(
            key,
            key
                + " is not a setting ("
                + place(source)
                + ")"
                + nearest(key, known).map(other -> "; is " + other + " meant?").orElse(""));
      }
    }
  }

  private boolean isKnown(String key) {
    var service = firstWord(key.substring(ROOT.length()), '.');
    return OTHER_KEYS.contains(key)
        || matcher.matches(key)
        || (SERVICES.contains(service) && !isHere(service));
  }

  /** Whether a service's settings are read in this process. */
  private boolean isHere(String service) {
    return known.stream().anyMatch(key -> key.startsWith(ROOT + service + "."));
  }

  private void inEnvironment(ConfigSource source, Map<String, String> lines) {
    for (var name : source.getPropertyNames()) {
      var prefix = prefix(name);
      if (prefix.isPresent()
          && !isKnownVariable(name)
          && !isServiceLink(name.substring(prefix.get().length()), source.getValue(name))) {
        lines.put(
            name,
            name
                + " in the environment is not a setting"
                + nearest(name, variables).map(other -> "; is " + other + " meant?").orElse(""));
      }
    }
  }

  private Optional<String> prefix(String name) {
    return SERVICES.stream()
        .filter(this::isHere)
        .map(service -> variable(ROOT + service + "."))
        .filter(name::startsWith)
        .findFirst();
  }

  private boolean isKnownVariable(String name) {
    var plain = name.replaceFirst("_\\d+_?$", "");
    return variables.contains(name)
        || variables.contains(plain)
        || declared.stream().anyMatch(each -> each.foreignVariables().contains(name))
        || known.stream()
            .filter(key -> key.endsWith(".*"))
            .anyMatch(key -> name.startsWith(variable(key.substring(0, key.length() - 1))));
  }

  private static boolean isServiceLink(String rest, String value) {
    return SERVICE_LINK.matcher(rest).matches()
        || (rest.equals("PORT") && LINKED_PORT.matcher(value).matches());
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static String firstWord(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  /** A file's name, or what the source calls itself. */
  private static String place(ConfigSource source) {
    var name = source.getName();
    if (name.startsWith("SysPropConfigSource")) {
      return "-D";
    }
    int file = name.indexOf("source=");
    return file < 0
        ? name
        : name.substring(file + "source=".length())
            .replaceFirst("\\]$", "")
            .replaceFirst("^file:/*", "/")
            .replace(Path.of("").toAbsolutePath() + "/", "");
  }

  private static Optional<String> nearest(String key, Set<String> others) {
    String nearest = null;
    int fewest = MOST_EDITS + 1;
    for (var other : others) {
      int edits = edits(key, other);
      if (edits < fewest) {
        fewest = edits;
        nearest = other;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** How many characters must be inserted, left out or replaced (Levenshtein's distance). */
  static int edits(String from, String to) {
    var row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
