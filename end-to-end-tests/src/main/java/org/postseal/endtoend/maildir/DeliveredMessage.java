package org.postseal.endtoend.maildir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A message as it lies in a mailbox.
 *
 * @param octets whole; line ends as they are in the file
 */
public record DeliveredMessage(Path file, byte[] octets) {

  static DeliveredMessage read(Path file) {
    try {
      return new DeliveredMessage(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its header section with LF line ends, octets as ISO-8859-1 characters. */
  public String headerSection() {
    var text = text();
    int end = text.indexOf("\n\n");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /** Its body with LF line ends. */
  public String body() {
    var text = text();
    int end = text.indexOf("\n\n");
    return end < 0 ? "" : text.substring(end + 2);
  }

  /** The header fields of a name, top first: what follows the colon, unfolded and stripped. */
  public List<String> fields(String name) {
    var unfolded = headerSection().replaceAll("\n(?=[ \t])", "");
    var begin = name.toLowerCase(Locale.ROOT) + ":";
    return Arrays.stream(unfolded.split("\n", -1))
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
        .map(line -> line.substring(begin.length()).strip())
        .toList();
  }

  /**
   * What came in before this system prepended its trace fields: everything from the field below the
   * Received field that names the system.
   *
   * @param hostName of the system that delivered it
   */
  public byte[] asItArrived(String hostName) {
    var text = new String(octets, StandardCharsets.ISO_8859_1);
    int end = 0;
    for (var field : text.split("(?<=\n)(?![ \t])", -1)) {
      end += field.length();
      if (field.regionMatches(true, 0, "Received:", 0, 9) && field.contains("by " + hostName)) {
        return text.substring(end).getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    throw new IllegalStateException("no Received field of " + hostName + " in " + file);
  }

  private String text() {
    return new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }
}
