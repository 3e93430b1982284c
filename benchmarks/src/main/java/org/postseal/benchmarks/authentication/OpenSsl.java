package org.postseal.benchmarks.authentication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code openssl speed} says, by processor time, of one core. */
final class OpenSsl {
  private OpenSsl() {}

  /**
   * RSA-2048 operations a second.
   *
   * @param signs signatures made
   * @param verifies signatures verified
   */
  record Rsa(double signs, double verifies) {}

  /** The last line of a run is {@code rsa 2048 bits 0.000290s 0.000016s 3445.8 60835.6}. */
  static Rsa rsa2048(int seconds) throws IOException, InterruptedException {
    String[] words = lastLine(seconds, List.of("rsa2048")).split("\\s+", -1);
    return new Rsa(
        Double.parseDouble(words[words.length - 2]), Double.parseDouble(words[words.length - 1]));
  }

  /** Digests a second of that many octets; the last line is {@code sha256 1734483.82k}. */
  static double sha256(int octets, int seconds) throws IOException, InterruptedException {
    String[] words =
        lastLine(seconds, List.of("-bytes", String.valueOf(octets), "-evp", "sha256"))
            .split("\\s+", -1);
    String kilobytes = words[words.length - 1];
    return Double.parseDouble(kilobytes.substring(0, kilobytes.length() - 1)) * 1000 / octets;
  }

  private static String lastLine(int seconds, List<String> what)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl", "speed", "-seconds", String.valueOf(seconds)));
    command.addAll(what);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.US_ASCII).strip();
      if (process.waitFor() != 0 || text.isEmpty()) {
        throw new IOException("openssl speed failed: " + command);
      }
      return text.substring(text.lastIndexOf('\n') + 1).strip();
    }
  }
}
