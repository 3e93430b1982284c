package org.postseal.registry.key;

import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/** Where a key record stands: {@code selector._domainkey.domain} (RFC 6376 §3.6.2.1). */
public record KeyName(Selector selector, DomainName domain) {

  public KeyName {
    if (selector.keyRecordName(domain).isEmpty()) {
      throw new IllegalArgumentException("the key record's name is too long");
    }
  }

  public DomainName recordName() {
    return selector
        .keyRecordName(domain)
        .orElseThrow(() -> new IllegalStateException("checked when it was made"));
  }
}
