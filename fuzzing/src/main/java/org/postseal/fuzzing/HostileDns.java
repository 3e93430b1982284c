package org.postseal.fuzzing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;

/**
 * A DNS whose answers are lines of the input: the first question is answered by the first line,
 * each new question by the next, and after the last line it begins again, so that policies can meet
 * themselves. The same question has the same answer.
 *
 * <p>A line is the records of an answer, separated by {@code U+0001}; {@code -} is NXDOMAIN, {@code
 * 0} is NODATA, {@code !} is no answer.
 */
final class HostileDns implements Dns {
  private static final Duration TTL = Duration.ofMinutes(5);

  /** Records of an answer; a real one has a limit, too, and is paid for by who sends it. */
  private static final int MOST_RECORDS = 40;

  private final List<String> lines;
  private final Map<String, String> answers = new HashMap<>();
  private int questions;

  HostileDns(String answers) {
    this.lines = List.of(answers.split("\n", -1));
  }

  /** How many questions were asked so far, repetitions included. */
  int questions() {
    return questions;
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return answer("TXT " + name, Stream::of);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return answer(family + " " + name, text -> Stream.of(address(text, family)));
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return answer(
        "MX " + name,
        text -> name(text).map(exchange -> new MailExchange(text.length() & 0xFFFF, exchange)));
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return answer("PTR " + address.getHostAddress(), HostileDns::name);
  }

  private <T> DnsAnswer<T> answer(String question, Function<String, Stream<T>> reading) {
    questions++;
    String line = answers.computeIfAbsent(question, _ -> lines.get(answers.size() % lines.size()));
    return switch (line) {
      case "-" -> new DnsAnswer.NoSuchDomain<>(TTL);
      case "0" -> new DnsAnswer.NoRecords<>(TTL);
      case "!" -> new DnsAnswer.Unavailable<>("no answer");
      default -> {
        List<T> records = Stream.of(line.split("\u0001", MOST_RECORDS)).flatMap(reading).toList();
        yield records.isEmpty()
            ? new DnsAnswer.NoRecords<>(TTL)
            : new DnsAnswer.Found<>(records, TTL, DnssecStatus.NOT_PROVEN);
      }
    };
  }

  private static Stream<DomainName> name(String text) {
    return text.equals(".")
        ? Stream.of(DomainName.ROOT)
        : DomainName.queryable(text).filter(name -> !name.isRoot()).stream();
  }

  /** An address literal of the family; of other text, its first octets. */
  private static InetAddress address(String text, AddressFamily family) {
    boolean ipv4 = family == AddressFamily.IPV4;
    try {
      var literal = InetAddress.ofLiteral(text);
      if (literal instanceof Inet4Address == ipv4) {
        return literal;
      }
    } catch (IllegalArgumentException _) {
      // taken as octets below
    }
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return InetAddress.getByAddress(Arrays.copyOf(octets, ipv4 ? 4 : 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four and sixteen octets are addresses", e);
    }
  }
}
