package org.postseal.access;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Lines {@code WHO:role}; whoever is on several lines has several roles. Empty lines and lines
 * beginning with {@code #} do not count.
 */
final class RoleLines {
  private RoleLines() {}

  /**
   * Reads them.
   *
   * @param reader what stands before the last colon; empty if it is nobody
   * @param expected completes the sentence "line 7 is not …"
   * @throws IllegalArgumentException naming the line, never its content
   */
  static <T> Map<T, Set<Role>> read(
      String text, Function<String, Optional<T>> reader, String expected) {
    var roles = new HashMap<T, Set<Role>>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.lastIndexOf(':');
        var role = Role.of(line.substring(colon + 1).strip());
        var who = reader.apply(line.substring(0, Math.max(colon, 0)).strip());
        if (who.isEmpty() || role.isEmpty()) {
          throw new IllegalArgumentException("line " + number + " is not " + expected);
        }
        roles.computeIfAbsent(who.get(), _ -> EnumSet.noneOf(Role.class)).add(role.get());
      }
    }
    return roles;
  }
}
