package org.postseal.registry.blocklist;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.AddressBlock;
import org.postseal.topics.BlockedName;

/**
 * The blocklist as the zone of a DNS blocklist (RFC 5782), for any name server: each name has the
 * address 127.0.0.2 and its reason as text. Addresses stand there reversed, domains as they are,
 * with all below them.
 *
 * <p>What another line covers is left out: a wildcard ends where names below it begin (RFC 4592
 * §2.2.2), and would cover less than the list does. What has expired is left out, too; a zone
 * cannot say when an entry will.
 */
public final class DnsblZone {
  private static final String LISTED = "127.0.0.2";
  private static final int TTL = 300;
  private static final int TEXT_OCTETS = 255;

  /** RFC 5782 §5: what must be listed always, so that people can see that the list works. */
  static final List<String> TEST_POINTS =
      List.of("2.0.0.127", "2.0.0.0.0.0.f.7.f.f.f.f" + ".0".repeat(20), "test");

  private DnsblZone() {}

  /** The whole zone, as of this time. */
  public static String write(DomainName zone, List<BlockedLine> lines, Instant now) {
    var text = new StringBuilder();
    text.append("$ORIGIN ").append(zone.ascii()).append(".\n$TTL ").append(TTL).append('\n');
    text.append("@ IN SOA localhost. postmaster.localhost. ")
        .append(now.getEpochSecond())
        .append(" 3600 600 604800 300\n@ IN NS localhost.\n");
    TEST_POINTS.forEach(name -> record(text, name, "test point, RFC 5782"));
    var counting =
        lines.stream()
            .filter(line -> line.expires().isEmpty() || now.isBefore(line.expires().get()))
            .toList();
    networks(counting).forEach(line -> write(text, line));
    domains(counting).forEach(line -> write(text, line));
    return text.toString();
  }

  private static void write(StringBuilder text, BlockedLine line) {
    switch (line.name()) {
      case BlockedName.Domain(var name) -> {
        record(text, name.ascii(), line.reason());
        record(text, "*." + name.ascii(), line.reason());
      }
      case BlockedName.Network(var block) ->
          ReversedNames.of(block).forEach(name -> record(text, name, line.reason()));
    }
  }

  private static void record(StringBuilder text, String name, String reason) {
    text.append(name).append(" IN A ").append(LISTED).append('\n');
    text.append(name).append(" IN TXT \"").append(quotable(reason)).append("\"\n");
  }

  /** One character-string, RFC 1035 §5.1, in ASCII. */
  private static String quotable(String reason) {
    var ascii = new String(reason.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    var shown = new StringBuilder();
    ascii
        .chars()
        .limit(TEXT_OCTETS)
        .map(c -> c < ' ' || c > '~' ? '?' : c)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                shown.append('\\');
              }
              shown.append((char) c);
            });
    return shown.toString();
  }

  /** Those in no other. */
  private static List<BlockedLine> networks(List<BlockedLine> lines) {
    Map<AddressBlock, BlockedLine> all = new HashMap<>();
    for (var line : lines) {
      if (line.name() instanceof BlockedName.Network(var block)) {
        all.put(block, line);
      }
    }
    var kept = new ArrayList<BlockedLine>();
    for (var line : lines) {
      if (line.name() instanceof BlockedName.Network(var block) && !isCovered(block, all)) {
        kept.add(line);
      }
    }
    return kept;
  }

  private static boolean isCovered(AddressBlock block, Map<AddressBlock, BlockedLine> all) {
    for (int prefix = block.prefix() - 1; prefix > 0; prefix--) {
      if (all.containsKey(AddressBlock.around(block.first(), prefix))) {
        return true;
      }
    }
    return false;
  }

  private static List<BlockedLine> domains(List<BlockedLine> lines) {
    Set<DomainName> all = new HashSet<>();
    for (var line : lines) {
      if (line.name() instanceof BlockedName.Domain(var name)) {
        all.add(name);
      }
    }
    var kept = new ArrayList<BlockedLine>();
    for (var line : lines) {
      if (line.name() instanceof BlockedName.Domain(var name) && !isCovered(name, all)) {
        kept.add(line);
      }
    }
    return kept;
  }

  private static boolean isCovered(DomainName name, Set<DomainName> all) {
    var above = name.parent();
    while (above.isPresent()) {
      if (all.contains(above.get())) {
        return true;
      }
      above = above.get().parent();
    }
    return false;
  }
}
