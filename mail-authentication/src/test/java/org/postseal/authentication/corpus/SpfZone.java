package org.postseal.authentication.corpus;

import java.util.List;
import java.util.Map;
import org.postseal.authentication.dns.FakeDns;

/** Reads the zone data of the openspf test suites. */
final class SpfZone {
  private SpfZone() {}

  /**
   * A record of type SPF means a TXT record of the same text, unless the name has TXT entries of
   * its own; the entry {@code NONE} is one of those and no record. {@code TIMEOUT} as an entry:
   * what has no record here is not answered.
   */
  static FakeDns read(Map<?, ?> zone) {
    var dns = new FakeDns();
    zone.forEach(
        (name, entries) -> {
          var list = (List<?>) entries;
          boolean ownTxt =
              list.stream().anyMatch(e -> e instanceof Map<?, ?> m && m.containsKey("TXT"));
          for (Object entry : list) {
            if (entry instanceof Map<?, ?> typed) {
              typed.forEach((type, data) -> add(dns, name + "", type + "", data, ownTxt));
            } else {
              dns.unavailable(name + "", entry + "");
            }
          }
        });
    return dns;
  }

  private static void add(FakeDns dns, String name, String type, Object data, boolean ownTxt) {
    switch (type) {
      case "TXT" -> {
        if (!data.equals("NONE")) {
          dns.txt(name, joined(data));
        }
      }
      case "SPF" -> {
        if (!ownTxt) {
          dns.txt(name, joined(data));
        }
      }
      case "A", "AAAA" -> dns.address(name, data + "");
      case "PTR" -> dns.pointer(name, data + "");
      case "CNAME" -> dns.alias(name, data + "");
      case "MX" -> {
        var pair = (List<?>) data;
        dns.mailExchange(name, (Integer) pair.get(0), pair.get(1) + "");
      }
      default -> throw new IllegalArgumentException("type " + type);
    }
  }

  private static String joined(Object data) {
    return data instanceof List<?> strings
        ? String.join("", strings.stream().map(Object::toString).toList())
        : data.toString();
  }
}
