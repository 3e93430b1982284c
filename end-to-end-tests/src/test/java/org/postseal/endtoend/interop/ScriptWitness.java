package org.postseal.endtoend.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.interop.Program.Run;

/** An implementation that is a library of an interpreter: one run for many messages. */
final class ScriptWitness implements Witness {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Program interpreter;
  private final Path script;
  private final int dnsPort;
  private final List<String> keys;

  /**
   * @param script its name among those beside this module's sources
   * @param keys the files it signs with
   */
  ScriptWitness(Program interpreter, String script, int dnsPort, List<Path> keys) {
    this.interpreter = interpreter;
    this.script = Application.repository().resolve("end-to-end-tests/interop").resolve(script);
    this.dnsPort = dnsPort;
    this.keys = keys.stream().map(Path::toString).toList();
  }

  @Override
  public Map<String, String> verify(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    return words("verify", messages);
  }

  @Override
  public Map<String, byte[]> sign(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    return written("sign", messages);
  }

  @Override
  public Map<String, String> validate(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var firstWords = new HashMap<String, String>();
    words("arc-verify", messages)
        .forEach((name, words) -> firstWords.put(name, words.split(" ", 2)[0]));
    return firstWords;
  }

  @Override
  public Map<String, byte[]> seal(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    return written("arc-seal", messages);
  }

  private Map<String, String> words(String action, Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var folder = Letters.write(messages);
    try {
      var words = new HashMap<String, String>();
      run(action, folder)
          .printed()
          .lines()
          .map(line -> line.split(".eml ", 2))
          .forEach(line -> words.put(line[0], line.length == 1 ? "" : line[1].strip()));
      return words;
    } finally {
      Letters.delete(folder);
    }
  }

  private Map<String, byte[]> written(String action, Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var folder = Letters.write(messages);
    try {
      run(action, folder);
      var written = new HashMap<String, byte[]>();
      for (String name : messages.keySet()) {
        var file = folder.resolve(name + ".signed");
        if (Files.exists(file)) {
          written.put(name, Files.readAllBytes(file));
        }
      }
      return written;
    } finally {
      Letters.delete(folder);
    }
  }

  private Run run(String action, Path folder) throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of(script.toString(), Integer.toString(dnsPort), action, folder.toString()));
    arguments.addAll(keys);
    var run = interpreter.run(LIMIT, arguments);
    if (run.exitStatus() != 0) {
      throw new IllegalStateException(script + " failed:\n" + run.printed());
    }
    return run;
  }

  /** Messages as files of a folder of their own. */
  static final class Letters {
    private Letters() {}

    static Path write(Map<String, byte[]> messages) throws IOException {
      var folder = Files.createTempDirectory("postseal-letters");
      for (var message : messages.entrySet()) {
        Files.write(folder.resolve(message.getKey() + ".eml"), message.getValue());
      }
      return folder;
    }

    static void delete(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
