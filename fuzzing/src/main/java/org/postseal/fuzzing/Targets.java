package org.postseal.fuzzing;

import java.util.List;
import java.util.ServiceLoader;

/** The targets of one module. Those of all modules on the class path are found as a service. */
public interface Targets {
  /** The most exposed first. */
  List<Target> targets();

  /** Of all modules. */
  static List<Target> known() {
    return ServiceLoader.load(Targets.class).stream()
        .flatMap(module -> module.get().targets().stream())
        .toList();
  }

  /** Their names. */
  static List<String> names() {
    return known().stream().map(Target::word).toList();
  }

  /**
   * The target of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Target named(String name) {
    return known().stream()
        .filter(target -> target.word().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + name + ", only " + names()));
  }
}
