package org.postseal.registry.blocklist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.BlockedName;

/**
 * Reads the zone of a DNS blocklist (RFC 5782) in the form of RFC 1035 §5, one record a line: A
 * records list, TXT records say why, SOA and NS are the zone's own. A name counts with all below
 * it, whether or not a wildcard says so.
 *
 * <p>Not read: {@code $INCLUDE} and {@code $GENERATE}, records over several lines, escapes in
 * names, A records outside of 127.0.0.0/24 and those by which large lists say that they do not
 * answer.
 */
public final class ZoneReading {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern LISTED = Pattern.compile("127\\.0\\.0\\.[0-9]{1,3}");

  private final Optional<String> reason;
  private final ListReading.Gathering gathering = new ListReading.Gathering();
  private final Map<BlockedName, Integer> listed = new LinkedHashMap<>();
  private final Map<BlockedName, Integer> told = new LinkedHashMap<>();
  private final Map<BlockedName, String> reasons = new LinkedHashMap<>();
  private final String zone;
  private Optional<String> owner = Optional.empty();

  private ZoneReading(DomainName zone, Optional<String> reason) {
    this.zone = zone.ascii();
    this.reason = reason;
  }

  /**
   * Reads all records or says which lines are wrong.
   *
   * @param zone whose it is
   * @param reason of names without a TXT record
   */
  public static ListReading read(String text, DomainName zone, Optional<String> reason) {
    var reading = new ZoneReading(zone, reason);
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      reading.line(line, number);
    }
    return reading.result();
  }

  private ListReading result() {
    told.forEach(
        (name, number) -> {
          if (!listed.containsKey(name)) {
            gathering.wrong(number, name.text() + " has a TXT record and no A record");
          }
        });
    listed.forEach(
        (name, number) -> {
          var why = Optional.ofNullable(reasons.get(name)).or(() -> reason);
          if (why.isEmpty()) {
            gathering.wrong(
                number, name.text() + " has no TXT record, and there is no reason for all");
          } else {
            gathering.add(new BlockedLine(name, why.get(), Optional.empty()));
          }
        });
    return gathering.result();
  }

  private void line(String line, int number) {
    var words = words(line);
    if (words.isEmpty()) {
      return;
    }
    if (words.getFirst().startsWith("$")) {
      directive(words, number);
      return;
    }
    if (!Character.isWhitespace(line.charAt(0))) {
      owner = Optional.of(words.removeFirst());
    }
    if (owner.isEmpty()) {
      gathering.wrong(number, "the first record has no name");
      return;
    }
    while (!words.isEmpty()
        && (words.getFirst().equalsIgnoreCase("IN")
            || NUMBER.matcher(words.getFirst()).matches())) {
      words.removeFirst();
    }
    if (words.size() < 2) {
      gathering.wrong(number, "is no record");
      return;
    }
    record(owner.get(), words, number);
  }

  private void directive(List<String> words, int number) {
    switch (words.getFirst().toUpperCase(Locale.ROOT)) {
      case "$TTL" -> {}
      case "$ORIGIN" -> {
        if (words.size() != 2 || !absolute(words.get(1)).equals(zone)) {
          gathering.wrong(number, "$ORIGIN is not the zone, " + zone);
        }
      }
      default ->
          gathering.wrong(
              number, ListReading.Gathering.quoted(words.getFirst()) + " is not read here");
    }
  }

  private void record(String written, List<String> words, int number) {
    var type = words.getFirst().toUpperCase(Locale.ROOT);
    var absolute = absolute(written);
    if (absolute.equals(zone)) {
      return; // about the zone itself
    }
    var suffix = "." + zone;
    if (!absolute.endsWith(suffix)) {
      gathering.wrong(number, ListReading.Gathering.quoted(written) + " is not in the zone");
      return;
    }
    var name = absolute.substring(0, absolute.length() - suffix.length());
    if (DnsblZone.TEST_POINTS.contains(name)) {
      return;
    }
    var read = name(name);
    if (read instanceof BlockedName.Reading.Malformed(var defect)) {
      gathering.wrong(number, ListReading.Gathering.quoted(written) + " " + defect);
    } else if (read instanceof BlockedName.Reading.Read(var blocked)) {
      record(blocked, type, words.get(1), number);
    }
  }

  private void record(BlockedName name, String type, String value, int number) {
    switch (type) {
      case "A" -> {
        if (LISTED.matcher(value).matches()) {
          listed.putIfAbsent(name, number);
        } else {
          gathering.wrong(
              number, ListReading.Gathering.quoted(value) + " does not say listed: no 127.0.0.x");
        }
      }
      case "TXT" -> {
        if (value.length() > BlockedLine.MAX_REASON) {
          gathering.wrong(
              number, "the reason is longer than " + BlockedLine.MAX_REASON + " characters");
        } else {
          told.putIfAbsent(name, number);
          if (!value.isBlank()) {
            reasons.put(name, value);
          }
        }
      }
      default ->
          gathering.wrong(
              number, ListReading.Gathering.quoted(type) + " is no record of a blocklist");
    }
  }

  private static BlockedName.Reading name(String name) {
    return ReversedNames.read(name)
        .<BlockedName.Reading>map(block -> BlockedName.read(block.toString()))
        .orElseGet(() -> BlockedName.read(name.startsWith("*.") ? name.substring(2) : name));
  }

  /** In lower case, without the dot at the end. */
  private String absolute(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("@")) {
      return zone;
    }
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower + "." + zone;
  }

  /** Words and quoted strings (without their quotes), up to a comment. */
  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean isQuoted = false;
    boolean hasWord = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (isQuoted && c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (c == '"') {
        isQuoted = !isQuoted;
        hasWord = true;
      } else if (!isQuoted && (c == ';' || Character.isWhitespace(c))) {
        if (hasWord) {
          words.add(word.toString());
          word.setLength(0);
          hasWord = false;
        }
        if (c == ';') {
          return words;
        }
      } else {
        word.append(c);
        hasWord = true;
      }
    }
    if (hasWord) {
      words.add(word.toString());
    }
    return words;
  }
}
