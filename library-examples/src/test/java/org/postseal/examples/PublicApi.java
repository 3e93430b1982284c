package org.postseal.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** What a module offers to everybody, as {@code javap} lists it, in an order of its own. */
final class PublicApi {
  private final ModuleReference module;

  PublicApi(ModuleReference module) {
    this.module = module;
  }

  /** One paragraph a type, members below it, all in the order of the alphabet. */
  String listing() throws IOException {
    var text = new StringBuilder();
    for (var type : visibleTypes()) {
      var lines = javap(type);
      text.append(lines.getFirst()).append('\n');
      lines.stream()
          .skip(1)
          .filter(line -> !line.equals("}"))
          .sorted()
          .forEach(line -> text.append(line).append('\n'));
      text.append("}\n\n");
    }
    return text.toString().stripTrailing() + "\n";
  }

  private List<String> visibleTypes() throws IOException {
    var exported =
        module.descriptor().exports().stream()
            .filter(export -> !export.isQualified())
            .map(export -> export.source())
            .toList();
    try (var reader = module.open();
        var resources = reader.list()) {
      return resources
          .filter(name -> name.endsWith(".class") && name.contains("/"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
          .filter(PublicApi::isVisible)
          .sorted()
          .toList();
    }
  }

  private static boolean isVisible(String name) {
    try {
      Class<?> type = Class.forName(name, false, PublicApi.class.getClassLoader());
      boolean visible = !type.isLocalClass() && !type.isAnonymousClass() && !type.isSynthetic();
      for (Class<?> at = type; visible && at != null; at = at.getEnclosingClass()) {
        visible = (at.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
      }
      return visible;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private List<String> javap(String type) {
    var out = new StringWriter();
    int status =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(
                new PrintWriter(out),
                new PrintWriter(out),
                "-protected",
                "-cp",
                Path.of(module.location().orElseThrow()).toString(),
                type);
    if (status != 0) {
      throw new IllegalStateException(out.toString());
    }
    var lines = new ArrayList<>(out.toString().lines().toList());
    lines.removeIf(line -> line.startsWith("Compiled from"));
    return lines;
  }
}
