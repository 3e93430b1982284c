package org.postseal.authentication.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * The mailboxes of {@code mailbox-list} and {@code address-list} (RFC 5322 §3.4, groups by RFC
 * 6854), as anybody who reads the field may see them.
 *
 * <p>An unquoted at sign in a display name is an address of its own, and so is an address in a
 * comment or in an encoded word, because there are readers who show that one. Sloppy display names
 * (a comma, a colon, brackets) are taken if the field has exactly one address in angle brackets and
 * no other unquoted at sign. Where two readers could see different mailboxes the field is
 * malformed: routes, a quoted local-part with an at sign in it, a domain with a gap behind its
 * second label. So is a field of more than 16 KiB.
 */
public final class MailboxList {
  private MailboxList() {}

  /** The mailboxes of a field's value, each once; none if the value is malformed. */
  public static List<Mailbox> read(String value) {
    try {
      return mailboxes(AddressScanner.addrSpecs(value));
    } catch (MalformedAddress _) {
      return List.of();
    }
  }

  static Author author(String value) {
    try {
      List<DomainName> domains =
          mailboxes(AddressScanner.addrSpecs(value)).stream()
              .map(Mailbox::domain)
              .distinct()
              .toList();
      return switch (domains.size()) {
        case 0 -> new Author.None();
        case 1 -> new Author.One(domains.getFirst());
        default -> new Author.Several(domains);
      };
    } catch (MalformedAddress e) {
      return new Author.Malformed(e.reason());
    }
  }

  static List<String> addrSpecs(String value) {
    try {
      List<String> addrSpecs = AddressScanner.addrSpecs(value);
      mailboxes(addrSpecs);
      return addrSpecs;
    } catch (MalformedAddress _) {
      return List.of();
    }
  }

  private static List<Mailbox> mailboxes(List<String> addrSpecs) throws MalformedAddress {
    var mailboxes = new ArrayList<Mailbox>(addrSpecs.size());
    for (String addrSpec : addrSpecs) {
      int sign = addrSpec.lastIndexOf('@');
      Optional<DomainName> domain = domain(addrSpec.substring(sign + 1));
      if (domain.isEmpty()) {
        throw new MalformedAddress("From holds an address without a domain name");
      }
      mailboxes.add(new Mailbox(addrSpec.substring(0, sign), domain.get()));
    }
    return mailboxes;
  }

  /** The domain name that these octets are, one char each, if they are one. */
  static Optional<DomainName> domain(String octets) {
    return DomainName.parseOctets(octets).filter(domain -> !isNumeric(domain));
  }

  /** An IPv4 address looks like a domain name, but no top-level domain is a number. */
  private static boolean isNumeric(DomainName domain) {
    return domain.labels().getLast().chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
