package org.postseal.policy;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.HeaderSection;

/** The list that a message says it came through; nothing of it is proven. */
final class ListId {
  private ListId() {}

  /** RFC 2919 §3: {@code "List-Id:" [phrase] "<" list-id ">"}; of several fields, none. */
  static Optional<DomainName> of(HeaderSection section) {
    var fields = section.fieldsNamed("list-id");
    if (fields.size() != 1) {
      return Optional.empty();
    }
    var value = fields.getFirst().value();
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    return open < 0 || close < 0
        ? Optional.empty()
        : DomainName.parseOctets(value.substring(open + 1, close).strip());
  }
}
