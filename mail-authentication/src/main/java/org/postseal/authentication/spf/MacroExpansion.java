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

  /**
   * Values may be read so often in one expansion, as a multiple of its limit; no record needs more.
   */
  private static final long READ_PER_CHARACTER = 16;

  private final SpfQuestion question;
  private final Sender sender;
  private final String senderDomain;
  private final boolean hasNonAsciiLocalPart;
  private final ReverseNames reverseNames;
  private final int limit;

  MacroExpansion(SpfQuestion question, Sender sender, ReverseNames reverseNames, int limit) {
    this.question = question;
    this.sender = sender;
    // RFC 8616 §4: in A-labels.
    this.senderDomain = sender.domainName().map(DomainName::ascii).orElse(sender.domain());
    this.hasNonAsciiLocalPart = sender.localPart().chars().anyMatch(c -> c > 127);
    this.reverseNames = reverseNames;
    this.limit = limit;
  }

  /** Whether {@code %{s}} or {@code %{l}} stands in the text and the local-part is not ASCII. */
  boolean needsNonAsciiLocalPart(MacroString macro) {
    return hasNonAsciiLocalPart && macro.parts().stream().anyMatch(MacroExpansion::hasLocalPart);
  }

  private static boolean hasLocalPart(Part part) {
    return switch (part) {
      case Part.Literal _ -> false;
      case Part.Expand expand ->
          expand.letter() == MacroLetter.SENDER || expand.letter() == MacroLetter.LOCAL_PART;
    };
  }

  /**
   * The text with its macros expanded.
   *
   * @param domain the {@code <domain>} whose record this is of
   * @return empty if it became longer than the limit, or would read much more than that
   */
  Optional<String> expand(MacroString macro, DomainName domain) {
    var text = new StringBuilder();
    long read = 0;
    for (Part part : macro.parts()) {
      switch (part) {
        case Part.Literal(var literal) -> text.append(literal);
        case Part.Expand expand -> {
          String value = cut(value(expand.letter(), domain));
          read += value.length();
          text.append(transformed(value, expand));
        }
      }
      if (text.length() > limit || read > READ_PER_CHARACTER * limit) {
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
    List<String> parts = split(value, how.delimiters());
    if (how.order() == Order.REVERSED) {
      Collections.reverse(parts);
    }
    int from = Math.max(0, parts.size() - how.rightmost());
    String joined = String.join(".", parts.subList(from, parts.size()));
    return how.escaping() == Escaping.URL ? urlEscaped(joined) : joined;
  }

  /** A longer value makes too long an expansion anyway, unless most of it is cut off again. */
  private String cut(String value) {
    return value.length() > limit ? value.substring(0, limit + 1) : value;
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
