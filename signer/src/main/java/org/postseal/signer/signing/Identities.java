package org.postseal.signer.signing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * What an account may write as: mailboxes, or {@code @domain} for every mailbox of exactly that
 * domain. Local-parts are compared without regard to case: they are our own users'.
 */
final class Identities {
  private final List<Address> covered;

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
      return domain.equals(other.domain)
          && (localPart.isEmpty() || localPart.equals(other.localPart));
    }
  }

  Identities(List<String> identities) {
    this.covered = identities.stream().map(Address::parse).flatMap(Optional::stream).toList();
  }

  /** Whether the account may write as this mailbox; what is no mailbox it may not. */
  boolean cover(String mailbox) {
    return Address.parse(mailbox)
        .filter(address -> covered.stream().anyMatch(identity -> identity.covers(address)))
        .isPresent();
  }
}
