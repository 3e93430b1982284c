package org.postseal.authentication.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one {@code address-list} (RFC 5322 §3.4), once from left to right. {@link MailboxList} says
 * what it takes and what it refuses.
 */
final class AddressScanner {
  private static final String SLOPPY = "From is no list of mailboxes with a domain";

  /** Room for some hundred authors; reading many names with U-labels costs time. */
  private static final int LONGEST = 16 * 1024;

  private final AddressLexer lexer;
  private final Set<String> addrSpecs = new LinkedHashSet<>();
  private final List<String> further = new ArrayList<>();
  private boolean inGroup;
  private boolean sloppy;
  private int inBrackets;
  private int atSigns;

  private AddressScanner(String text) {
    this.lexer = new AddressLexer(text, further);
  }

  /** Each mailbox once, what stands in its place first: quoted strings in it are {@code ""}. */
  static List<String> addrSpecs(String value) throws MalformedAddress {
    if (value.length() > LONGEST) {
      throw new MalformedAddress("From is longer than " + LONGEST + " octets");
    }
    var scanner = new AddressScanner(value);
    scanner.addressList();
    String decoded = EncodedWords.decodedIn(value);
    AddressesInText.find(decoded, 0, decoded.length(), scanner.further);
    scanner.addrSpecs.addAll(scanner.further);
    return List.copyOf(scanner.addrSpecs);
  }

  /** {@code address-list = (address *("," address))}, with empty elements and semicolons. */
  private void addressList() throws MalformedAddress {
    while (true) {
      lexer.skipCfws();
      if (lexer.atEnd()) {
        break;
      }
      switch (lexer.peek()) {
        case ',' -> lexer.next();
        case ';' -> {
          inGroup = false;
          lexer.next();
        }
        default -> element();
      }
    }
    sloppy |= inGroup; // its end is missing
    if (sloppy && (inBrackets != 1 || atSigns != 1)) {
      throw new MalformedAddress(SLOPPY);
    }
  }

  /** {@code mailbox = name-addr / addr-spec}, or the name of a group with its colon. */
  private void element() throws MalformedAddress {
    String words = words(",;:<");
    char end = lexer.atEnd() ? ',' : lexer.peek();
    if (end == ':') {
      addressesOfName(words);
      lexer.next();
      sloppy |= inGroup;
      inGroup = true;
    } else if (end == '<') {
      addressesOfName(words);
      angleAddr();
      if (!words(",;<").isEmpty()) {
        sloppy = true;
      }
      if (!lexer.atEnd() && lexer.peek() == '<') {
        throw new MalformedAddress("From goes on behind an address");
      }
    } else if (words.indexOf('@') < 0) {
      sloppy = true;
    } else {
      addrSpecs.add(AddrSpec.read(words));
    }
  }

  /** Text up to one of these, each gap in it one blank. */
  private String words(String ends) throws MalformedAddress {
    var words = new StringBuilder();
    while (true) {
      boolean gap = lexer.skipCfws();
      if (lexer.atEnd() || ends.indexOf(lexer.peek()) >= 0) {
        return words.toString();
      }
      if (gap && !words.isEmpty()) {
        words.append(' ');
      }
      switch (lexer.peek()) {
        case '>' -> throw new MalformedAddress("From holds a bracket out of place");
        case '\\' -> {
          sloppy = true;
          words.append(lexer.backslash());
        }
        case ')' -> {
          sloppy = true;
          words.append(lexer.next());
        }
        case '@' -> {
          atSigns++;
          words.append(lexer.next());
        }
        default -> lexer.word(words);
      }
    }
  }

  /** {@code angle-addr = [CFWS] "<" addr-spec ">" [CFWS]}. */
  private void angleAddr() throws MalformedAddress {
    inBrackets++;
    lexer.next();
    var addrSpec = new StringBuilder();
    while (true) {
      boolean gap = lexer.skipCfws();
      if (lexer.atEnd()) {
        throw new MalformedAddress("an address in From has no closing bracket");
      }
      char c = lexer.peek();
      if (c == '>') {
        lexer.next();
        addrSpecs.add(AddrSpec.read(addrSpec.toString()));
        return;
      }
      if ("<,;:)\\".indexOf(c) >= 0) {
        throw new MalformedAddress("an address in From holds what no address may");
      }
      if (gap && !addrSpec.isEmpty()) {
        addrSpec.append(' ');
      }
      atSigns += c == '@' ? 1 : 0;
      lexer.word(addrSpec);
    }
  }

  /** The addresses that an unquoted at sign makes of a display name or the name of a group. */
  private void addressesOfName(String name) throws MalformedAddress {
    for (int sign = name.indexOf('@'); sign >= 0; sign = name.indexOf('@', sign + 1)) {
      further.add(AddrSpec.inName(name, sign));
    }
  }
}
