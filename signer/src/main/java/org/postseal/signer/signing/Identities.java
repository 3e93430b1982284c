package org.postseal.signer.signing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderField;

/**
 * What an account may write as: mailboxes, {@code alice+*@domain} for local-parts that begin so,
 * {@code @domain} for every mailbox of exactly that domain, {@code @*.domain} for those of its
 * subdomains. Local-parts are compared without regard to case: they are our own users'.
 */
final class Identities {
  private static final String SUBDOMAINS = "@*.";

  private final List<Predicate<Address>> covered;

  private record Address(String localPart, DomainName domain) {
    static Optional<Address> parse(String mailbox) {
      int at = mailbox.lastIndexOf('@');
      return at < 0
          ? Optional.empty()
          : DomainName.parse(mailbox.substring(at + 1))
              .map(
                  domain -> new Address(mailbox.substring(0, at).toLowerCase(Locale.ROOT), domain));
    }

    boolean covers(Address other) {
      if (!domain.equals(other.domain)) {
        return false;
      }
      return localPart.endsWith("*")
          ? other.localPart.startsWith(localPart.substring(0, localPart.length() - 1))
          : localPart.isEmpty() || localPart.equals(other.localPart);
    }
  }

  Identities(List<String> identities) {
    this.covered = identities.stream().map(Identities::parse).flatMap(Optional::stream).toList();
  }

  private static Optional<Predicate<Address>> parse(String identity) {
    return identity.startsWith(SUBDOMAINS)
        ? DomainName.parse(identity.substring(SUBDOMAINS.length()))
            .filter(parent -> !parent.isRoot())
            .map(parent -> address -> address.domain().isSubdomainOf(parent))
        : Address.parse(identity).map(known -> known::covers);
  }

  /** Whether these fields name somebody each, and nobody but whom the account may write as. */
  boolean coverAll(List<HeaderField> fields) {
    return fields.stream()
        .map(Author::mailboxes)
        .allMatch(mailboxes -> !mailboxes.isEmpty() && mailboxes.stream().allMatch(this::cover));
  }

  /** Whether the account may write as this mailbox; what is no mailbox it may not. */
  boolean cover(String mailbox) {
    return Address.parse(mailbox)
        .filter(address -> covered.stream().anyMatch(identity -> identity.test(address)))
        .isPresent();
  }
}
