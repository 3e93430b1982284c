package org.postseal.commandline.dns;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.dns.DomainName;

/** What a mail domain needs in the DNS beside MX and key records, to begin with. */
public final class DomainRecords {
  static final String SPF = "v=spf1 mx -all";
  static final String STS = "v=STSv1; id=1";

  private DomainRecords() {}

  /** A TXT record: its name and text. */
  public record Text(DomainName name, String text) {}

  /** The records, as far as the domain's name leaves room for theirs. */
  public static List<Text> of(DomainName domain) {
    return Stream.of(
            Optional.of(new Text(domain, SPF)),
            below("_dmarc", domain, dmarc(domain)),
            below("_mta-sts", domain, STS),
            below("_smtp._tls", domain, reports(domain)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Text> below(String labels, DomainName domain, String text) {
    return domain.prefixedWith(labels).map(name -> new Text(name, text));
  }

  static String dmarc(DomainName domain) {
    return "v=DMARC1; p=reject; rua=mailto:dmarc@" + domain;
  }

  static String reports(DomainName domain) {
    return "v=TLSRPTv1; rua=mailto:tls@" + domain;
  }
}
