package org.postseal.endtoend.forgeries;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.postseal.endtoend.gateway.Application;

/** What Python's {@code email} package, used in the ways it is used, shows of messages. */
final class Readers {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private Readers() {}

  /** Skips the calling test where there is no Python. */
  static void orSkip() {
    assumeTrue(Files.isExecutable(PYTHON), () -> "there is no " + PYTHON + " to read with");
  }

  /** Those of the messages that somebody reads as the victim's, or as vouched for by us. */
  static SortedMap<String, List<String>> deceived(Map<String, byte[]> messages, Path folder)
      throws IOException, InterruptedException {
    for (var message : messages.entrySet()) {
      Files.write(folder.resolve(message.getKey() + ".eml"), message.getValue());
    }
    var deceived = new TreeMap<String, List<String>>();
    List<String> lines = read(folder);
    for (String line : lines) {
      String name = line.substring(0, line.indexOf(".eml "));
      var words = Arrays.asList(line.substring(line.indexOf(".eml ") + 5).split(" ", -1));
      if (words.stream().anyMatch(Readers::isTheVictim)) {
        deceived.put(name, words);
      }
    }
    if (lines.size() != messages.size()) {
      throw new IllegalStateException(lines.size() + " lines for " + messages.size());
    }
    return deceived;
  }

  private static boolean isTheVictim(String word) {
    return word.equals("results")
        || word.equals(Forgery.VICTIM)
        || word.endsWith("." + Forgery.VICTIM);
  }

  private static List<String> read(Path folder) throws IOException, InterruptedException {
    var script = Application.repository().resolve("end-to-end-tests/interop/readers.py");
    var output = folder.resolve("output");
    var process =
        new ProcessBuilder(PYTHON.toString(), script.toString(), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(Files.readString(output));
    }
    return Files.readAllLines(output, StandardCharsets.ISO_8859_1);
  }
}
