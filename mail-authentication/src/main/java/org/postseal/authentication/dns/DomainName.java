package org.postseal.authentication.dns;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A domain name as the DNS is asked for it: A-labels in lower case, dots between, none at the end.
 * Two names are the same domain exactly if they are equal.
 *
 * <p>{@link #parse} reads labels of letters, digits, hyphens (not at either end) and underscores:
 * the latter because {@code _domainkey} and {@code _dmarc} are names too; {@link #queryable} reads
 * any name the DNS can be asked for. {@link #isHostName} tells names a host or mail domain may
 * have. U-labels are read by IDNA 2008 (RFC 5891), after the mapping of UTS 46 that readers of mail
 * make, too: upper case, full width and the ideographic full stops mean what they look like. A name
 * in ASCII is taken as it is: its A-labels are not decoded (RFC 5891 §5.3 leaves that open), so
 * they may spell nothing.
 *
 * @param ascii the name; empty for the root alone
 */
public record DomainName(String ascii) {

  /** The root, which appears in mail only as the exchange of a null MX (RFC 7505). */
  public static final DomainName ROOT = new DomainName("");

  /** Octets of a label, RFC 1035 §2.3.4. */
  public static final int MAX_LABEL = 63;

  /** Characters of a name in dotted form: 255 octets on the wire (RFC 1035 §2.3.4). */
  public static final int MAX_NAME = 253;

  public DomainName {
    if (!ascii.isEmpty() && !hasLabels(ascii, Labels.ANY)) {
      throw new IllegalArgumentException("not a domain name in normal form");
    }
  }

  /**
   * Reads a name with A-labels or U-labels in any case.
   *
   * @return empty if it is not a domain name; a dot at the end makes it none, for mail has no place
   *     for one (RFC 5321 §4.1.2)
   */
  public static Optional<DomainName> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_NAME) {
      return Optional.empty();
    }
    var ascii = isAscii(text) ? Optional.of(text) : UnicodeNames.toAscii(text);
    return ascii
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> hasLabels(name, Labels.OF_MAIL))
        .map(DomainName::new);
  }

  /**
   * The same of text in which each char stands for one octet (ISO-8859-1), as header fields and TXT
   * records have it: the octets are UTF-8 (RFC 6532 §3.1, RFC 8616 §3). What is not UTF-8 is no
   * domain name.
   */
  public static Optional<DomainName> parseOctets(String octets) {
    return parse(unicode(octets));
  }

  /** What is not UTF-8 becomes U+FFFD, which no name may hold. */
  private static String unicode(String octets) {
    return isAscii(octets)
        ? octets
        : new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /**
   * Reads any name made of labels of printable ASCII, spaces included. The DNS itself restricts no
   * octet of a label (RFC 2181 §11), and the macros of SPF make such names (RFC 7208 §7.1).
   *
   * @return empty if a label is empty or too long, or the name is
   */
  public static Optional<DomainName> queryable(String text) {
    return Optional.of(text)
        .filter(DomainName::isAscii)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> hasLabels(name, Labels.ANY))
        .map(DomainName::new);
  }

  /**
   * Reads a name that is known to be one, such as a constant.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static DomainName of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a domain name"));
  }

  /** The name without its first label; empty for a top-level domain and the root. */
  public Optional<DomainName> parent() {
    int dot = ascii.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(new DomainName(ascii.substring(dot + 1)));
  }

  /**
   * The name with more labels in front, such as {@code selector._domainkey}.
   *
   * @return empty if that is no domain name or too long
   */
  public Optional<DomainName> prefixedWith(String labels) {
    return parse(isRoot() ? labels : labels + "." + ascii);
  }

  /** True strictly below the other name; see {@link #isSameOrSubdomainOf}. */
  public boolean isSubdomainOf(DomainName other) {
    if (other.isRoot()) {
      return !isRoot();
    }
    int start = ascii.length() - other.ascii.length();
    return start > 1 && ascii.charAt(start - 1) == '.' && ascii.endsWith(other.ascii);
  }

  /** True for the other name itself and for every name below it. */
  public boolean isSameOrSubdomainOf(DomainName other) {
    return equals(other) || isSubdomainOf(other);
  }

  /** The labels, the leftmost first; none for the root. */
  public List<String> labels() {
    return isRoot() ? List.of() : List.of(ascii.split("\\.", -1));
  }

  /** Whether this is the root, which has no labels. */
  public boolean isRoot() {
    return ascii.isEmpty();
  }

  /** Letters, digits and hyphens only, as RFC 5321's {@code sub-domain} wants it. */
  public boolean isHostName() {
    return hasLabels(ascii, Labels.OF_MAIL) && ascii.indexOf('_') < 0;
  }

  @Override
  public String toString() {
    return isRoot() ? "." : ascii;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  private enum Labels {
    OF_MAIL,
    ANY
  }

  private static boolean hasLabels(String name, Labels kind) {
    if (name.length() > MAX_NAME) {
      return false;
    }
    int labelStart = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        int length = i - labelStart;
        if (length == 0 || length > MAX_LABEL) {
          return false;
        }
        if (kind == Labels.OF_MAIL
            && (name.charAt(labelStart) == '-' || name.charAt(i - 1) == '-')) {
          return false;
        }
        labelStart = i + 1;
      } else if (!isLabelCharacter(name.charAt(i), kind)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLabelCharacter(char c, Labels kind) {
    return switch (kind) {
      case ANY -> c >= ' ' && c < 127 && !(c >= 'A' && c <= 'Z');
      case OF_MAIL -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
  }
}
