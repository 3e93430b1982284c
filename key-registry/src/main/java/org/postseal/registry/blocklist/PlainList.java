package org.postseal.registry.blocklist;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.postseal.topics.BlockedName;

/**
 * A list with a name in each line, as they are exchanged everywhere:
 *
 * <pre>
 * # a comment
 * spam.example
 * 192.0.2.0/24 ; the reason
 * 2001:db8::/32 ; until 2027-01-01T00:00:00Z: the reason
 * </pre>
 *
 * <p>{@code #} begins a reason, too. What is written is read back as it was.
 */
public final class PlainList {
  private static final String UNTIL = "until ";

  private PlainList() {}

  /**
   * Reads all lines or says which are wrong.
   *
   * @param reason of lines that say none
   */
  public static ListReading read(String text, Optional<String> reason) {
    var gathering = new ListReading.Gathering();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      readLine(line.strip(), number, reason, gathering);
    }
    return gathering.result();
  }

  private static void readLine(
      String line, int number, Optional<String> reason, ListReading.Gathering gathering) {
    int comment = comment(line);
    var name = line.substring(0, comment).strip();
    if (name.isEmpty()) {
      return;
    }
    var said = comment < line.length() ? line.substring(comment + 1).strip() : "";
    Optional<Instant> expires = Optional.empty();
    if (said.startsWith(UNTIL)) {
      int end = said.indexOf(": ");
      var time = said.substring(UNTIL.length(), end < 0 ? said.length() : end);
      try {
        expires = Optional.of(Instant.parse(time));
      } catch (DateTimeParseException _) {
        gathering.wrong(
            number,
            ListReading.Gathering.quoted(time) + " is no time such as 2027-01-01T00:00:00Z");
        return;
      }
      said = end < 0 ? "" : said.substring(end + 2).strip();
    }
    var why = said.isEmpty() ? reason : Optional.of(said);
    switch (BlockedName.read(name)) {
      case BlockedName.Reading.Malformed(var defect) ->
          gathering.wrong(number, ListReading.Gathering.quoted(name) + " " + defect);
      case BlockedName.Reading.Read(var blocked) -> {
        if (why.isEmpty()) {
          gathering.wrong(number, "no reason: write one behind ';', or give one for all");
        } else if (why.get().length() > BlockedLine.MAX_REASON) {
          gathering.wrong(
              number, "the reason is longer than " + BlockedLine.MAX_REASON + " characters");
        } else {
          gathering.add(new BlockedLine(blocked, why.get(), expires));
        }
      }
    }
  }

  private static int comment(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == ';' || line.charAt(i) == '#') {
        return i;
      }
    }
    return line.length();
  }

  /** A line each. */
  public static String write(List<BlockedLine> lines) {
    var text = new StringBuilder();
    for (var line : lines) {
      text.append(line.name().text()).append(" ; ");
      line.expires().ifPresent(time -> text.append(UNTIL).append(time).append(": "));
      text.append(oneLine(line.reason())).append('\n');
    }
    return text.toString();
  }

  private static String oneLine(String reason) {
    return reason.replaceAll("\\R", " ").strip();
  }
}
