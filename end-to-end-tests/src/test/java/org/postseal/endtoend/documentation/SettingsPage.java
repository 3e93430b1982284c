package org.postseal.endtoend.documentation;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * The page of all settings, {@code docs/settings.md}, made from the sources of the {@code
 * ConfigMapping} interfaces: their methods, defaults and comments. To write it anew:
 *
 * <pre>java end-to-end-tests/src/test/java/org/postseal/endtoend/documentation/SettingsPage.java
 * </pre>
 */
public final class SettingsPage {
  private static final List<String> SERVICES =
      List.of(
          "standalone",
          "ingress-smtp",
          "signer",
          "verifier",
          "key-registry",
          "relay",
          "console",
          "http-listener");
  private static final String HEAD =
      """
      # Settings

      Made from the services' interfaces; change the comments there, then this page
      (`java end-to-end-tests/src/test/java/org/postseal/endtoend/documentation/SettingsPage.java`).

      A setting comes from, in this order: `-Dkey=value`; an environment variable, which is the key in upper case with `_` for every other
      character (`postseal.relay.host-name` is `POSTSEAL_RELAY_HOST_NAME`); `config/application.properties` in the working directory.
      Keys with a name in them (`routes."DOMAIN"`) are best put into the file. Durations are written `500ms`, `20s`, `5m`, `1h`, `7d`;
      octets `262144`, `256K`, `35M`; lists with commas. An empty default means that the setting may be absent.

      Keys and variables that no service knows, values that cannot be read and settings that contradict each other stop the start, with a line
      each: [operations.md](operations.md#settings).
      """;

  private final Path sources;
  private final Map<String, Declared> interfaces = new HashMap<>();
  private final DocTrees comments;

  /** Defaults that an annotation cannot say, because several keys share it. */
  private final Properties files = new Properties();

  /** An interface, and what is needed to read its comments. */
  private record Declared(CompilationUnitTree unit, ClassTree tree) {}

  private SettingsPage(Path sources) throws IOException {
    this.sources = sources;
    var defaults = sources.resolveSibling("resources/META-INF/microprofile-config.properties");
    if (Files.exists(defaults)) {
      try (var in = Files.newBufferedReader(defaults)) {
        files.load(in);
      }
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null);
        var found = Files.walk(sources)) {
      var settings =
          found.filter(file -> file.toString().endsWith("Settings.java")).sorted().toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(settings));
      for (var unit : task.parse()) {
        unit.getTypeDecls().forEach(type -> note(unit, "", type));
      }
      this.comments = DocTrees.instance(task);
    }
  }

  /** Writes the page; run from the top of the repository. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of("docs/settings.md"), text(Path.of("").toAbsolutePath()));
  }

  /** The page as the sources want it. */
  static String text(Path repository) throws IOException {
    var page = new StringBuilder(HEAD);
    for (var service : SERVICES) {
      page.append(new SettingsPage(repository.resolve(service).resolve("src/main/java")).section());
    }
    return page.toString();
  }

  private void note(CompilationUnitTree unit, String outer, Tree tree) {
    if (tree instanceof ClassTree type && type.getKind() == Tree.Kind.INTERFACE) {
      var name = outer + type.getSimpleName();
      interfaces.put(name, new Declared(unit, type));
      type.getMembers().forEach(member -> note(unit, name + ".", member));
    }
  }

  private String section() {
    for (var declared : interfaces.entrySet()) {
      var prefix =
          argument(declared.getValue().tree().getModifiers().getAnnotations(), "ConfigMapping");
      if (prefix.isPresent()) {
        var rows = new ArrayList<String>();
        rows(declared.getKey(), prefix.get(), rows);
        return "\n## `"
            + prefix.get()
            + "`\n\n"
            + comment(declared.getValue(), declared.getValue().tree())
            + "\n\n| key | default | meaning |\n|---|---|---|\n"
            + String.join("", rows);
      }
    }
    throw new IllegalStateException("no settings are declared below " + sources);
  }

  private void rows(String type, String prefix, List<String> rows) {
    var declared = interfaces.get(type);
    for (var member : declared.tree().getMembers()) {
      if (!(member instanceof MethodTree method) || method.getBody() != null) {
        continue;
      }
      var key = prefix + "." + kebab(method.getName().toString());
      var group = group(type, method.getReturnType().toString());
      if (group.isPresent()) {
        var own = comment(declared, method);
        var nested = interfaces.get(group.get());
        var meaning = own.isEmpty() ? comment(nested, nested.tree()) : own;
        rows.add("| **" + key + "** |  | " + meaning + " |\n");
        rows(group.get(), key, rows);
      } else {
        var value =
            Optional.ofNullable(files.getProperty(key))
                .or(() -> argument(method.getModifiers().getAnnotations(), "WithDefault"))
                .map(text -> "`" + text + "`")
                .orElse("");
        var name = isMap(method.getReturnType()) ? key + ".\"NAME\"" : key;
        rows.add("| `" + name + "` | " + value + " | " + comment(declared, method) + " |\n");
      }
    }
  }

  /** The interface that a method's type means: nested here or further out, or in its own file. */
  private Optional<String> group(String type, String returned) {
    for (var scope = type; ; scope = scope.substring(0, scope.lastIndexOf('.'))) {
      if (interfaces.containsKey(scope + "." + returned)) {
        return Optional.of(scope + "." + returned);
      }
      if (scope.indexOf('.') < 0) {
        return interfaces.containsKey(returned) ? Optional.of(returned) : Optional.empty();
      }
    }
  }

  private static boolean isMap(Tree type) {
    return type instanceof ParameterizedTypeTree generic
        && generic.getType().toString().equals("Map");
  }

  /** The text that an annotation of this name carries. */
  private static Optional<String> argument(
      List<? extends AnnotationTree> annotations, String name) {
    return annotations.stream()
        .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
        .map(annotation -> annotation.getArguments().getFirst())
        .map(
            argument -> argument instanceof AssignmentTree named ? named.getExpression() : argument)
        .map(value -> ((LiteralTree) value).getValue().toString())
        .findFirst();
  }

  /** A comment as a line of Markdown. */
  private String comment(Declared declared, Tree tree) {
    var path = TreePath.getPath(declared.unit(), tree);
    DocCommentTree comment = path == null ? null : comments.getDocCommentTree(path);
    if (comment == null) {
      return "";
    }
    return comment.getFullBody().stream()
        .map(Object::toString)
        .collect(Collectors.joining())
        .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
        .replaceAll("\\{@link\\s+#?([^}]*)}", "`$1`")
        .replaceAll("</?p>", " ")
        .replaceAll("\\s+", " ")
        .replace("|", "\\|")
        .strip();
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
