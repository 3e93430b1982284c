package org.postseal.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.dns.TlsaRecord;

/** Answers until they expire, the least recently used leaving when there is no room. */
final class AnswerMemory {

  /** Keys, maps and lists around an answer; a guess on the safe side. */
  private static final int ENTRY_OCTETS = 400;

  private static final int ADDRESS_OCTETS = 64;

  private record Entry(DnsAnswer<?> answer, Instant expiry, long octets) {}

  private final long maxOctets;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Question<?>, Entry> entries = new LinkedHashMap<>(256, 0.75f, true);
  private long octets;

  AnswerMemory(long maxOctets) {
    this.maxOctets = maxOctets;
  }

  /** The answer with the TTL that is left. */
  Optional<DnsAnswer<?>> find(Question<?> question, Instant now) {
    lock.lock();
    try {
      var entry = entries.get(question);
      if (entry == null) {
        return Optional.empty();
      }
      if (!now.isBefore(entry.expiry())) {
        forget(question);
        return Optional.empty();
      }
      return Optional.of(withTtl(entry.answer(), Duration.between(now, entry.expiry())));
    } finally {
      lock.unlock();
    }
  }

  void keep(Question<?> question, DnsAnswer<?> answer, Instant expiry) {
    var entry = new Entry(answer, expiry, octetsOf(answer));
    lock.lock();
    try {
      forget(question);
      entries.put(question, entry);
      octets += entry.octets();
      while (octets > maxOctets) {
        var eldest = entries.pollFirstEntry();
        octets -= eldest.getValue().octets();
      }
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      entries.clear();
      octets = 0;
    } finally {
      lock.unlock();
    }
  }

  long octets() {
    lock.lock();
    try {
      return octets;
    } finally {
      lock.unlock();
    }
  }

  private void forget(Question<?> question) {
    var entry = entries.remove(question);
    if (entry != null) {
      octets -= entry.octets();
    }
  }

  private static DnsAnswer<?> withTtl(DnsAnswer<?> answer, Duration left) {
    return switch (answer) {
      case DnsAnswer.Found<?>(var records, _, var dnssec) ->
          new DnsAnswer.Found<>(records, left, dnssec);
      case DnsAnswer.NoSuchDomain<?> _ -> new DnsAnswer.NoSuchDomain<>(left);
      case DnsAnswer.NoRecords<?> _ -> new DnsAnswer.NoRecords<>(left);
      case DnsAnswer.Unavailable<?> unavailable -> unavailable;
    };
  }

  private static long octetsOf(DnsAnswer<?> answer) {
    long sum = ENTRY_OCTETS;
    if (answer instanceof DnsAnswer.Found<?> found) {
      for (var dnsRecord : found.records()) {
        sum +=
            switch (dnsRecord) {
              case String text -> ENTRY_OCTETS / 4 + text.length();
              case MailExchange mx -> ADDRESS_OCTETS + mx.exchange().ascii().length();
              case TlsaRecord tlsa -> ADDRESS_OCTETS + tlsa.association().length();
              case DomainName name -> ADDRESS_OCTETS + name.ascii().length();
              default -> ADDRESS_OCTETS;
            };
      }
    }
    return sum;
  }
}
