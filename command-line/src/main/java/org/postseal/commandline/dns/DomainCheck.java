package org.postseal.commandline.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.spf.Mechanism;
import org.postseal.authentication.spf.SpfRecord;
import org.postseal.commandline.dns.Finding.Verdict;
import org.postseal.signingpolicy.PolicySignal;
import org.postseal.signingpolicy.Reading;

/**
 * Compares everything that a mail domain needs in the DNS with what is there: one finding a thing,
 * in the order in which mail meets them.
 *
 * <p>Not done: whether SPF names the hosts that send, which nobody here knows; fetching the policy
 * of MTA-STS; DNSSEC and TLSA records.
 */
public final class DomainCheck {
  /** RFC 8461 §3.1: {@code sts-id = %s"id" "=" 1*32(ALPHA / DIGIT)}. */
  private static final Pattern STS =
      Pattern.compile("v=STSv1 *;.*\\bid *= *[A-Za-z0-9]{1,32} *;?.*");

  /** RFC 8460 §3: at least one {@code rua=} with mailto: or https:. */
  private static final Pattern REPORTS =
      Pattern.compile("v=TLSRPTv1 *;.*\\brua *= *(mailto:|https:)\\S.*");

  private static final String ABSENT = "absent";

  private final DomainName domain;
  private final Dns dns;

  public DomainCheck(DomainName domain, Dns dns) {
    this.domain = domain;
    this.dns = dns;
  }

  /**
   * Asks the DNS and compares; blocks.
   *
   * @param keys that the registry has of the domain
   * @param exchanges that the MX records must name, if that is known
   */
  public List<Finding> findings(List<ExpectedKey> keys, List<DomainName> exchanges) {
    var findings = new ArrayList<Finding>();
    findings.addAll(mailExchanges(exchanges));
    findings.add(
        single(
            domain, "SPF", SpfRecord::isSpf, quoted(DomainRecords.SPF), DomainCheck::faultOfSpf));
    keys.forEach(key -> findings.add(KeyFindings.of(key, dns)));
    findings.add(
        below(
            "_dmarc",
            "DMARC",
            DmarcRecord::isDmarc,
            quoted(DomainRecords.dmarc(domain)),
            DomainCheck::faultOfDmarc));
    findings.add(
        below(
            "_mta-sts",
            "MTA-STS",
            text -> text.startsWith("v=STSv1"),
            quoted(DomainRecords.STS) + ", and a policy at https://mta-sts." + domain,
            text -> fault(STS, text, "has no id= of at most 32 letters and digits")));
    findings.add(
        below(
            "_smtp._tls",
            "TLSRPT",
            text -> text.startsWith("v=TLSRPTv1"),
            quoted(DomainRecords.reports(domain)),
            text -> fault(REPORTS, text, "has no rua= with mailto: or https:")));
    return findings;
  }

  /**
   * The record that says which signing policy the domain states by XSIGNPOL; blocks. Nobody needs
   * one, so that there is none is no finding, unless it is wanted.
   *
   * @param id of the policy, if it is known
   */
  public Optional<Finding> signal(Optional<String> id, Need need) {
    var found =
        below(
            "_signpol",
            "SIGNPOL",
            text -> text.startsWith("v=SIGNPOL1"),
            quotedSignal(id.orElse("1")),
            text -> faultOfSignal(text, id));
    boolean isAbsent = found.verdict() == Verdict.CHANGE && found.says().startsWith(ABSENT);
    return isAbsent && need == Need.OPTIONAL ? Optional.empty() : Optional.of(found);
  }

  /** Whether there must be something. */
  public enum Need {
    WANTED,
    OPTIONAL
  }

  private static Optional<String> faultOfSignal(String text, Optional<String> id) {
    return switch (PolicySignal.read(text)) {
      case Reading.Malformed<PolicySignal>(String reason) ->
          Optional.of("cannot be read: " + reason);
      case Reading.WellFormed<PolicySignal>(PolicySignal signal) ->
          id.filter(expected -> !expected.equals(signal.id()))
              .map(expected -> "names another policy; put there: " + quotedSignal(expected));
    };
  }

  private static String quotedSignal(String id) {
    return RecordForm.quoted(new PolicySignal(id).text());
  }

  private static Optional<String> fault(Pattern form, String text, String otherwise) {
    return form.matcher(text).matches() ? Optional.empty() : Optional.of(otherwise);
  }

  private static Optional<String> faultOfSpf(String text) {
    return switch (SpfRecord.parse(text)) {
      case SpfRecord.Parsed.Malformed(var reason) -> Optional.of("cannot be read: " + reason);
      case SpfRecord.Parsed.WellFormed(var spf) -> {
        var all = spf.directives().stream().filter(d -> d.mechanism() instanceof Mechanism.All _);
        var last = all.findFirst();
        if (last.isEmpty()) {
          yield spf.redirect().isPresent()
              ? Optional.empty()
              : Optional.of("says nothing of other hosts; end it with -all or ~all");
        }
        yield switch (last.get().qualifier()) {
          case PASS -> Optional.of("lets every host send; end it with -all or ~all");
          case NEUTRAL -> Optional.of("says nothing of other hosts; end it with -all or ~all");
          case FAIL, SOFTFAIL -> Optional.empty();
        };
      }
    };
  }

  private static Optional<String> faultOfDmarc(String text) {
    return DmarcRecord.parse(text).soundness() == DmarcRecord.Soundness.SOUND
        ? Optional.empty()
        : Optional.of("has no usable p=none, p=quarantine or p=reject");
  }

  private Finding below(
      String labels,
      String what,
      Predicate<String> isMeant,
      String example,
      Function<String, Optional<String>> fault) {
    return domain
        .prefixedWith(labels)
        .map(name -> single(name, what, isMeant, example, fault))
        .orElseGet(
            () ->
                new Finding(Verdict.CHANGE, domain.ascii(), what, "the domain's name is too long"));
  }

  /** Of each of these records exactly one may be at its name, beside other TXT records. */
  private Finding single(
      DomainName name,
      String what,
      Predicate<String> isMeant,
      String example,
      Function<String, Optional<String>> fault) {
    var absent = new Finding(Verdict.CHANGE, name.ascii(), what, ABSENT + "; such as " + example);
    return switch (dns.txt(name)) {
      case DnsAnswer.Unavailable<String>(var reason) ->
          new Finding(Verdict.UNKNOWN, name.ascii(), what, reason);
      case DnsAnswer.NoSuchDomain<String> _, DnsAnswer.NoRecords<String> _ -> absent;
      case DnsAnswer.Found<String>(var records, _, _) -> {
        var meant = records.stream().filter(isMeant).toList();
        if (meant.isEmpty()) {
          yield absent;
        }
        if (meant.size() > 1) {
          yield new Finding(
              Verdict.CHANGE, name.ascii(), what, meant.size() + " records; leave only one");
        }
        var text = meant.getFirst();
        yield fault
            .apply(text)
            .map(why -> new Finding(Verdict.CHANGE, name.ascii(), what, quoted(text) + " " + why))
            .orElseGet(() -> new Finding(Verdict.OK, name.ascii(), what, quoted(text)));
      }
    };
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[^ -~]", "?") + '"';
  }

  private List<Finding> mailExchanges(List<DomainName> expected) {
    return switch (dns.mailExchanges(domain)) {
      case DnsAnswer.Unavailable<MailExchange>(var reason) -> List.of(mx(Verdict.UNKNOWN, reason));
      case DnsAnswer.NoSuchDomain<MailExchange> _, DnsAnswer.NoRecords<MailExchange> _ ->
          List.of(mx(Verdict.CHANGE, "absent; such as 10 " + example(expected) + "."));
      case DnsAnswer.Found<MailExchange>(var found, _, _) -> {
        var findings = new ArrayList<Finding>();
        found.stream()
            .sorted(Comparator.comparingInt(MailExchange::preference))
            .forEach(exchange -> findings.add(exchange(exchange, found.size())));
        var named = found.stream().map(MailExchange::exchange).toList();
        expected.stream()
            .filter(host -> !named.contains(host))
            .forEach(host -> findings.add(mx(Verdict.CHANGE, host + " is missing")));
        yield findings;
      }
    };
  }

  private String example(List<DomainName> expected) {
    return expected.isEmpty() ? "mx." + domain : expected.getFirst().ascii();
  }

  private Finding exchange(MailExchange exchange, int number) {
    var host = exchange.exchange();
    if (exchange.isNull()) {
      return number == 1
          ? mx(Verdict.OK, "takes no mail (null MX)")
          : mx(Verdict.CHANGE, "a null MX stands beside others; remove it (RFC 7505 §3)");
    }
    if (dns.aliases(host) instanceof DnsAnswer.Found<DomainName> _) {
      return mx(Verdict.CHANGE, host + " is an alias; name its target (RFC 5321 §5.1)");
    }
    var unknown = Optional.<String>empty();
    for (var family : AddressFamily.values()) {
      switch (dns.addresses(host, family)) {
        case DnsAnswer.Found<?> _ -> {
          return mx(Verdict.OK, exchange.preference() + " " + host);
        }
        case DnsAnswer.Unavailable<?>(var reason) -> unknown = Optional.of(reason);
        case DnsAnswer.NoSuchDomain<?> _, DnsAnswer.NoRecords<?> _ -> {}
      }
    }
    return unknown
        .map(reason -> mx(Verdict.UNKNOWN, reason))
        .orElseGet(() -> mx(Verdict.CHANGE, host + " has no address"));
  }

  private Finding mx(Verdict verdict, String says) {
    return new Finding(verdict, domain.ascii(), "MX", says);
  }
}
