package org.postseal.authentication.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * The domains of {@code mailbox-list} and {@code address-list} (RFC 5322 §3.4, groups by RFC 6854),
 * with the obsolete syntax of §4.4: routes, empty list elements, comments anywhere.
 *
 * <p>Display names are not checked but for their quoting: what a receiver shows is not what is
 * authenticated. So an at sign in a display name, though it should be quoted, is passed over.
 */
public final class MailboxList {
  private final String text;
  private final List<String> addrSpecs = new ArrayList<>();
  private int at;

  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason, null, false, false);
    }
  }

  private MailboxList(String text) {
    this.text = text;
  }

  /** The mailboxes of a field's value, in order; none if the value is malformed. */
  public static List<Mailbox> read(String value) {
    try {
      return new MailboxList(value).mailboxes();
    } catch (Malformed e) {
      return List.of();
    }
  }

  static Author author(String value) {
    try {
      return new MailboxList(value).author();
    } catch (Malformed e) {
      return new Author.Malformed(String.valueOf(e.getMessage()));
    }
  }

  static List<String> addrSpecs(String value) {
    try {
      var list = new MailboxList(value);
      list.addressList();
      return List.copyOf(list.addrSpecs);
    } catch (Malformed _) {
      return List.of();
    }
  }

  private Author author() throws Malformed {
    List<Mailbox> mailboxes = mailboxes();
    if (mailboxes.isEmpty()) {
      return new Author.None();
    }
    return mailboxes.size() == 1
        ? new Author.One(mailboxes.getFirst().domain())
        : new Author.Several(mailboxes.stream().map(Mailbox::domain).distinct().toList());
  }

  private List<Mailbox> mailboxes() throws Malformed {
    addressList();
    var mailboxes = new ArrayList<Mailbox>();
    for (String addrSpec : addrSpecs) {
      mailboxes.add(mailbox(addrSpec));
    }
    return mailboxes;
  }

  private static Mailbox mailbox(String addrSpec) throws Malformed {
    int sign = addrSpec.lastIndexOf('@');
    if (sign <= 0) {
      throw new Malformed("From holds an address without local-part or domain");
    }
    String name = addrSpec.substring(sign + 1);
    Optional<DomainName> domain = DomainName.parse(unicode(name));
    if (domain.isEmpty() || isNumeric(domain.get())) {
      throw new Malformed("From holds an address without a domain name");
    }
    return new Mailbox(addrSpec.substring(0, sign), domain.get());
  }

  /** An IPv4 address looks like a domain name, but no top-level domain is a number. */
  private static boolean isNumeric(DomainName domain) {
    return domain.labels().getLast().chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String unicode(String octets) {
    return octets.chars().allMatch(c -> c < 0x80)
        ? octets
        : new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** {@code address-list = (address *("," address))}, with empty elements. */
  private void addressList() throws Malformed {
    boolean inGroup = false;
    while (true) {
      skipCfws();
      if (at == text.length()) {
        if (inGroup) {
          throw new Malformed("a group in From has no end");
        }
        return;
      }
      char c = text.charAt(at);
      if (c == ',') {
        at++;
      } else if (c == ';' && inGroup) {
        inGroup = false;
        at++;
        expectSeparator(false);
      } else if (mailboxOrGroupName(inGroup)) {
        inGroup = true;
      } else {
        expectSeparator(inGroup);
      }
    }
  }

  private void expectSeparator(boolean inGroup) throws Malformed {
    skipCfws();
    if (at < text.length() && text.charAt(at) != ',' && !(inGroup && text.charAt(at) == ';')) {
      throw new Malformed("From goes on behind an address");
    }
  }

  /**
   * {@code mailbox = name-addr / addr-spec}, or the name of a group with its colon.
   *
   * @return whether it was the name of a group
   */
  private boolean mailboxOrGroupName(boolean inGroup) throws Malformed {
    var words = new StringBuilder();
    boolean severalWords = false;
    boolean hasAt = false;
    while (at < text.length()) {
      int before = at;
      skipCfws();
      boolean space = at > before;
      if (at == text.length()) {
        break;
      }
      char c = text.charAt(at);
      if (c == ',' || (c == ';' && inGroup)) {
        break;
      }
      if (c == '<') {
        angleAddr();
        return false;
      }
      if (c == ':' && !inGroup && !hasAt) {
        at++;
        return true;
      }
      boolean gap =
          space && !words.isEmpty() && isAtomic(words.charAt(words.length() - 1)) && isAtomic(c);
      severalWords |= gap;
      hasAt |= c == '@';
      words.append(word(c));
    }
    if (severalWords) {
      throw new Malformed("From holds words that are no address");
    }
    addrSpecs.add(words.toString());
    return false;
  }

  private static boolean isAtomic(char c) {
    return c != '.' && c != '@';
  }

  /** {@code angle-addr = [CFWS] "<" [obs-route] addr-spec ">" [CFWS]}. */
  private void angleAddr() throws Malformed {
    at++;
    var addrSpec = new StringBuilder();
    boolean isRoute = false;
    while (true) {
      skipCfws();
      if (at == text.length()) {
        throw new Malformed("an address in From has no closing bracket");
      }
      char c = text.charAt(at);
      if (c == '>') {
        at++;
        addrSpecs.add(addrSpec.toString());
        return;
      }
      isRoute |= c == '@' && addrSpec.isEmpty();
      if (c == ':' && isRoute) { // obs-route = obs-domain-list ":"
        at++;
        addrSpec.setLength(0);
        isRoute = false;
      } else if (c == ',' && (addrSpec.isEmpty() || isRoute)) {
        at++;
      } else if (c == '<' || c == ',' || c == ';' || c == ':') {
        throw new Malformed("an address in From holds what no address may");
      } else {
        addrSpec.append(word(c));
      }
    }
  }

  /** A quoted string (its at signs hidden), a domain literal, or one other character. */
  private String word(char c) throws Malformed {
    return switch (c) {
      case '"' -> quotedString();
      case '[' -> throw new Malformed("From holds an address literal");
      case ')', ']', '\\', '>' -> throw new Malformed("From holds a bracket out of place");
      default -> {
        if (c < ' ' || c == 127) {
          throw new Malformed("From holds a control character");
        }
        at++;
        yield String.valueOf(c);
      }
    };
  }

  private String quotedString() throws Malformed {
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        at = i + 1;
        return "\"\"";
      }
    }
    throw new Malformed("a quoted string in From has no end");
  }

  /** {@code CFWS}: white space, folds, comments (which nest). */
  private void skipCfws() throws Malformed {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (c == '\\' && depth > 0) {
        at++;
      } else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return;
      }
      at++;
    }
    at = Math.min(at, text.length());
    if (depth > 0) {
      throw new Malformed("a comment in From has no end");
    }
  }
}
