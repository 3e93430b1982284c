package org.postseal.authentication.spf;

import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.spf.MacroString.Escaping;
import org.postseal.authentication.spf.MacroString.Order;
import org.postseal.authentication.spf.MacroString.Part;

/** Expands macro strings for one check, RFC 7208 §7.2 and §7.3. */
final class MacroExpansion {
  private static final String UNRESERVED = "-._~";

  private final SpfQuestion question;
  private final Sender sender;
  private final String senderDomain;
  private final ReverseNames reverseNames;
  private final int limit;

  MacroExpansion(SpfQuestion question, Sender sender, ReverseNames reverseNames, int limit) {
    this.question = question;
    this.sender = sender;
    // RFC 8616 §4: in A-labels.
    this.senderDomain = sender.domainName().map(DomainName::ascii).orElse(sender.domain());
    this.reverseNames = reverseNames;
    this.limit = limit;
  }

  /**
   * The text with its macros expanded.
   *
   * @param domain the {@code <domain>} whose record this is of
   * @return empty if it became longer than the limit
   */
  Optional<String> expand(MacroString macro, DomainName domain) {
    var text = new StringBuilder();
    for (Part part : macro.parts()) {
      switch (part) {
        case Part.Literal(var literal) -> text.append(literal);
        case Part.Expand expand -> text.append(transformed(value(expand.letter(), domain), expand));
      }
      if (text.length() > limit) {
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }

  private String value(MacroLetter letter, DomainName domain) {
    return switch (letter) {
      case SENDER -> sender.localPart() + "@" + senderDomain;
      case LOCAL_PART -> sender.localPart();
      case SENDER_DOMAIN -> senderDomain;
      case DOMAIN -> domain.ascii();
      case ADDRESS -> AddressText.dotted(question.client());
      case VALIDATED_NAME ->
          reverseNames.preferring(domain).map(DomainName::ascii).orElse("unknown");
      case REVERSE_TREE -> question.client() instanceof Inet4Address ? "in-addr" : "ip6";
      case HELO -> question.helo().orElse("");
      case READABLE_ADDRESS -> AddressText.readable(question.client());
      case RECEIVER -> question.receiver().isEmpty() ? "unknown" : question.receiver();
      case TIMESTAMP -> Long.toString(question.now().getEpochSecond());
    };
  }

  /** RFC 7208 §7.3: split, reverse, keep the right-hand parts, join with dots; then escape. */
  private String transformed(String value, Part.Expand how) {
    String cut = value.length() > limit ? value.substring(0, limit + 1) : value;
    List<String> parts = split(cut, how.delimiters());
    if (how.order() == Order.REVERSED) {
      Collections.reverse(parts);
    }
    int from = Math.max(0, parts.size() - how.rightmost());
    String joined = String.join(".", parts.subList(from, parts.size()));
    return how.escaping() == Escaping.URL ? urlEscaped(joined) : joined;
  }

  private static List<String> split(String value, String delimiters) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || delimiters.indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(start, i));
        start = i + 1;
      }
    }
    return parts;
  }

  /** RFC 3986 §2.1 for everything that is not {@code unreserved} (§2.3). */
  private static String urlEscaped(String value) {
    var escaped = new StringBuilder(value.length());
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (MacroParser.isAlpha(c) || MacroParser.isDigit(c) || UNRESERVED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return escaped.toString();
  }
}
