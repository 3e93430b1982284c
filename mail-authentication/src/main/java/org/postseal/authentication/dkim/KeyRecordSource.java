package org.postseal.authentication.dkim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;

/** Where key records come from. Blocking; never throws for what the network does. */
@FunctionalInterface
public interface KeyRecordSource {

  /** The TXT records at {@code selector._domainkey.domain}, whatever they hold. */
  DnsAnswer<String> keyRecords(Selector selector, DomainName domain);

  /** The same source, asked at most once per name; for one message on one thread. */
  default KeyRecordSource remembering() {
    record Name(Selector selector, DomainName domain) {}
    Map<Name, DnsAnswer<String>> answers = new HashMap<>();
    return (selector, domain) ->
        answers.computeIfAbsent(new Name(selector, domain), _ -> keyRecords(selector, domain));
  }

  /** Key records straight from the DNS: the query method {@code dns/txt} of RFC 6376 §3.5. */
  static KeyRecordSource dns(Dns dns) {
    return (selector, domain) -> {
      Optional<DomainName> name = selector.keyRecordName(domain);
      return name.isPresent()
          ? dns.txt(name.get())
          : new DnsAnswer.NoSuchDomain<>(Duration.ZERO); // too long a name cannot exist
    };
  }
}
