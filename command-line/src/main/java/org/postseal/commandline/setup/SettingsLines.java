package org.postseal.commandline.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of {@code postseal.properties}; what people wrote there, remarks too, stays where it
 * is.
 */
record SettingsLines(List<String> lines) {

  SettingsLines {
    lines = List.copyOf(lines);
  }

  static SettingsLines of(Path file) throws IOException {
    return new SettingsLines(Files.exists(file) ? Files.readAllLines(file) : List.of());
  }

  /** With this value of a key, in the place of its old one or at the end. */
  SettingsLines with(String key, String value) {
    var line = key + "=" + value.replace("\\", "\\\\");
    var changed = new ArrayList<String>();
    boolean replaced = false;
    for (var each : lines) {
      if (!isOf(key, each)) {
        changed.add(each);
      } else if (!replaced) {
        changed.add(line);
        replaced = true;
      }
    }
    if (!replaced) {
      changed.add(line);
    }
    return new SettingsLines(changed);
  }

  private static boolean isOf(String key, String line) {
    var text = line.strip();
    return text.startsWith(key) && text.substring(key.length()).stripLeading().startsWith("=");
  }

  /** All of it or nothing. */
  void write(Path file) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.write(unfinished, lines);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
