package org.postseal.commandline.setup;

import java.util.List;

/**
 * What a domain publishes so that others accept its mail and send it theirs, but for its keys: MX
 * (RFC 5321 §5.1), SPF (RFC 7208), DMARC (RFC 9989) and TLS reports (RFC 8460).
 */
final class DnsRecords {
  private DnsRecords() {}

  /** Lines of a zone file. */
  static List<String> of(String domain, String hostName) {
    return List.of(
        "%s. 3600 IN MX 10 %s.".formatted(domain, hostName),
        "%s. 3600 IN TXT \"v=spf1 mx ~all\"".formatted(domain),
        "_dmarc.%1$s. 3600 IN TXT \"v=DMARC1; p=none; rua=mailto:postmaster@%1$s\""
            .formatted(domain),
        "_smtp._tls.%1$s. 3600 IN TXT \"v=TLSRPTv1; rua=mailto:postmaster@%1$s\""
            .formatted(domain));
  }
}
