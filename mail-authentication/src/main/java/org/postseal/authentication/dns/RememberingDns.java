package org.postseal.authentication.dns;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A DNS that is asked each question once, however many checks of one message want its answer:
 * whatever its TTL, and failures too, so that all of them conclude from the same. What is more than
 * a number of different questions stays unanswered. For one message on one thread.
 */
public final class RememberingDns implements Dns {
  private final Dns dns;
  private final int most;
  private final Map<Question, DnsAnswer<?>> answers = new HashMap<>();

  private enum Type {
    TXT,
    IPV4,
    IPV6,
    MX,
    PTR,
    TLSA,
    CNAME
  }

  /** A question as a value; the subject is a name or an address. */
  private record Question(Type type, Object subject) {}

  /** Asks this DNS what has not been asked yet. */
  public RememberingDns(Dns dns) {
    this(dns, Integer.MAX_VALUE);
  }

  /**
   * Asks this DNS what has not been asked yet.
   *
   * @param most so many different questions; the answers to others are {@code Unavailable}
   */
  public RememberingDns(Dns dns, int most) {
    this.dns = dns;
    this.most = most;
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return once(new Question(Type.TXT, name), () -> dns.txt(name));
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    var type =
        switch (family) {
          case IPV4 -> Type.IPV4;
          case IPV6 -> Type.IPV6;
        };
    return once(new Question(type, name), () -> dns.addresses(name, family));
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return once(new Question(Type.MX, name), () -> dns.mailExchanges(name));
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return once(new Question(Type.PTR, address), () -> dns.pointers(address));
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(DomainName name) {
    return once(new Question(Type.TLSA, name), () -> dns.tlsa(name));
  }

  @Override
  public DnsAnswer<DomainName> aliases(DomainName name) {
    return once(new Question(Type.CNAME, name), () -> dns.aliases(name));
  }

  /** A question's answers have its type, for each type has one method. */
  @SuppressWarnings("unchecked")
  private <T> DnsAnswer<T> once(Question question, Supplier<DnsAnswer<T>> asking) {
    return (DnsAnswer<T>)
        answers.computeIfAbsent(question, _ -> answers.size() < most ? asking.get() : tooMany());
  }

  private static <T> DnsAnswer<T> tooMany() {
    return new DnsAnswer.Unavailable<>("the message asks for too much of the DNS");
  }
}
