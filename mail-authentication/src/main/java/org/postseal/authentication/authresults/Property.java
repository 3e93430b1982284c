package org.postseal.authentication.authresults;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * What a result is about: {@code propspec = ptype "." property "=" pvalue} (RFC 8601 §2.2).
 *
 * @param name type and property with their dot, such as {@code header.d}
 * @param value not yet quoted
 */
public record Property(String name, String value) {

  /**
   * The domain that the value names: by itself, or as that of a mailbox, with or without the angle
   * brackets that some handlers write; of a value that was read, so U-labels are octets of UTF-8.
   */
  public Optional<DomainName> domain() {
    boolean bracketed = value.startsWith("<") && value.endsWith(">");
    String mailbox = bracketed ? value.substring(1, value.length() - 1) : value;
    return DomainName.parseOctets(mailbox.substring(mailbox.lastIndexOf('@') + 1));
  }
}
