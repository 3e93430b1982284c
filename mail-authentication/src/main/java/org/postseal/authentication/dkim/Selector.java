package org.postseal.authentication.dkim;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * Names one key of a domain: {@code selector = sub-domain *( "." sub-domain )} (RFC 6376 §3.1).
 *
 * @param ascii A-labels in lower case, as the DNS is asked
 */
public record Selector(String ascii) {
  public Selector {
    if (DomainName.parse(ascii).isEmpty()) {
      throw new IllegalArgumentException("not a selector");
    }
  }

  /** Reads a selector with A-labels or U-labels in any case. */
  public static Optional<Selector> parse(String text) {
    return DomainName.parse(text).map(name -> new Selector(name.ascii()));
  }

  /**
   * The same of text in which each char is one octet of UTF-8, such as {@code s=} (RFC 8616 §5).
   */
  public static Optional<Selector> parseOctets(String octets) {
    return DomainName.parseOctets(octets).map(name -> new Selector(name.ascii()));
  }

  /** Where the key record of this selector stands; empty if that name would be too long. */
  public Optional<DomainName> keyRecordName(DomainName domain) {
    return domain.prefixedWith(ascii + "._domainkey");
  }

  @Override
  public String toString() {
    return ascii;
  }
}
