package org.postseal.authentication.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A DNS filled with data. What is not in it does not exist. Counts the questions asked. */
public final class FakeDns implements Dns {
  private static final Duration TTL = Duration.ofHours(1);

  private final Map<DomainName, List<String>> txt = new HashMap<>();
  private final Map<DomainName, String> unavailable = new HashMap<>();
  private int questions;

  public FakeDns txt(String name, String text) {
    txt.computeIfAbsent(DomainName.of(name), _ -> new ArrayList<>()).add(text);
    return this;
  }

  /** Asking for anything at that name gets no answer. */
  public FakeDns unavailable(String name, String reason) {
    unavailable.put(DomainName.of(name), reason);
    return this;
  }

  public int questions() {
    return questions;
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    questions++;
    if (unavailable.containsKey(name)) {
      return new DnsAnswer.Unavailable<>(unavailable.get(name));
    }
    List<String> records = txt.get(name);
    return records == null
        ? new DnsAnswer.NoSuchDomain<>(TTL)
        : new DnsAnswer.Found<>(records, TTL, DnssecStatus.NOT_PROVEN);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    questions++;
    return new DnsAnswer.NoSuchDomain<>(TTL);
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    questions++;
    return new DnsAnswer.NoSuchDomain<>(TTL);
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    questions++;
    return new DnsAnswer.NoSuchDomain<>(TTL);
  }
}
